package dev.statefun.dispatch.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what follows when a time is up. The thread of the timer serves all timers
 * of the JVM, so code of the application must not block it. There is one thread for each
 * request in progress at most, and idle ones end soon.
 */
public final class SpareThreads implements Executor {

	private static final int KEEP_ALIVE_SECONDS = 10;

	private final ThreadPoolExecutor threads;

	/**
	 * Create an executor, without any thread yet.
	 * @param prefix what the names of the threads begin with
	 */
	public SpareThreads(String prefix) {
		// The thread of the timer, which may create them, has another class loader
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		AtomicInteger number = new AtomicInteger();
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (task) -> {
					Thread thread = new Thread(task, prefix + number.incrementAndGet());
					thread.setContextClassLoader(classLoader);
					thread.setDaemon(true);
					return thread;
				});
	}

	@Override
	public void execute(Runnable task) {
		this.threads.execute(task);
	}

}
