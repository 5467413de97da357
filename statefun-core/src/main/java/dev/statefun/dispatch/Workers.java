package dev.statefun.dispatch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.dispatch.internal.SpareThreads;
import dev.statefun.type.TypeName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The threads that call functions with a timeout, and retried ones. A handler may ignore
 * the interrupt when its time is up, and keep its thread. Such handlers are counted as
 * overdue. While they keep all threads, tasks run on spare threads instead, and must not
 * call such a function. Spare threads also decide about attempts whose time is up: that
 * must not wait for a worker, and would delay other timers on the thread of the timer.
 */
final class Workers implements Executor {

	/** How long a handler may take to obey the interrupt. */
	static final Duration GRACE = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(Workers.class);

	private final Executor executor;

	private final Timer timer;

	private final Executor spare;

	private final AtomicInteger overdue = new AtomicInteger();

	private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

	Workers(Executor executor, Timer timer) {
		this.executor = executor;
		this.timer = timer;
		this.spare = new SpareThreads("statefun-deadline-");
	}

	/**
	 * Run a task on a worker, or on a spare thread while there is no worker.
	 * @throws RejectedExecutionException if the workers take no more tasks
	 */
	@Override
	public void execute(Runnable task) {
		if (areExhausted()) {
			this.spare.execute(task);
			return;
		}
		Waiting waits = new Waiting(task);
		this.waiting.add(waits);
		try {
			this.executor.execute(waits);
		}
		catch (RejectedExecutionException ex) {
			this.waiting.remove(waits);
			throw ex;
		}
		if (areExhausted()) {
			relieve();
		}
	}

	/** Threads for what must not wait for a worker, nor keep a timer waiting. */
	Executor spare() {
		return this.spare;
	}

	/** How many handlers go on although their time was up a while ago. */
	int overdue() {
		return Math.max(0, this.overdue.get());
	}

	/** Whether overdue handlers keep all threads. */
	boolean areExhausted() {
		int present = this.overdue.get();
		return present > 0 && present >= size();
	}

	/** Describe why a request fails that no worker takes. */
	RejectedExecutionException exhaustion() {
		return new RejectedExecutionException(
				("No worker is left: %d handlers ignore that their time was up, and keep all threads"
						+ " (statefun.errors.max-threads)")
					.formatted(overdue()));
	}

	private int size() {
		if (this.executor instanceof ThreadPoolExecutor pool) {
			boolean grows = pool.getQueue().remainingCapacity() == 0;
			return grows ? pool.getMaximumPoolSize() : Math.max(1, pool.getCorePoolSize());
		}
		return (this.executor instanceof ForkJoinPool pool) ? pool.getParallelism() : Integer.MAX_VALUE;
	}

	/** The time of an attempt is up. See later whether its handler has returned. */
	void watch(Deadline deadline, TypeName function) {
		this.timer.after(GRACE).thenRunAsync(() -> {
			Thread thread = deadline.overdue();
			if (thread != null) {
				logger.warn("A handler of %s goes on although its time was up, and keeps the thread %s"
					.formatted(function, thread.getName()));
				if (this.overdue.incrementAndGet() == size()) {
					logger.error(exhaustion().getMessage()
							+ ". Until one of them returns, requests for functions with a timeout fail, and the engine"
							+ " sends them again. Set timeouts for what handlers wait for, or restart the application");
				}
				if (areExhausted()) {
					relieve();
				}
			}
		}, this.spare);
	}

	/** An overdue handler has returned. */
	void returned() {
		this.overdue.decrementAndGet();
	}

	/** Run tasks that wait in vain on spare threads. */
	private void relieve() {
		for (Waiting waits : this.waiting) {
			this.spare.execute(waits);
		}
	}

	/** A task that the first thread to come runs. */
	private final class Waiting implements Runnable {

		private final Runnable task;

		Waiting(Runnable task) {
			this.task = task;
		}

		@Override
		public void run() {
			if (Workers.this.waiting.remove(this)) {
				this.task.run();
			}
		}

	}

}
