package dev.statefun.dispatch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks one at a time, in the order in which they came. Each task sees what the ones
 * before it did. A task that comes while another one runs needs no thread of its own: the
 * thread at work runs it next. So a task that runs the next one does not deepen the
 * stack.
 */
final class SerialExecutor {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean atWork = new AtomicBoolean();

	/**
	 * Run a task after those that came before.
	 * @param task the task, which must not throw
	 * @param executor has the thread for it, unless a thread is at work already
	 * @throws RejectedExecutionException if the executor has no thread. The task will not
	 * run then
	 */
	void execute(Runnable task, Executor executor) {
		this.tasks.add(task);
		if (!this.atWork.compareAndSet(false, true)) {
			return;
		}
		try {
			executor.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			this.tasks.remove(task);
			this.atWork.set(false);
			throw ex;
		}
	}

	/** A task may come after the last look at the queue: look again. */
	private void run() {
		do {
			Runnable task;
			while ((task = this.tasks.poll()) != null) {
				task.run();
			}
			this.atWork.set(false);
		}
		while (!this.tasks.isEmpty() && this.atWork.compareAndSet(false, true));
	}

}
