package dev.statefun.autoconfigure.error;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of functions that have a timeout, and of retries. There are none until they
 * have work. A bean of its own type, since one that is an executor would have Spring Boot
 * configure none for the application.
 */
final class ErrorWorkers implements DisposableBean {

	private static final String PREFIX = "statefun-guarded-";

	private static final long KEEP_ALIVE_SECONDS = 60;

	private final Executor executor;

	private ErrorWorkers(Executor executor) {
		this.executor = executor;
	}

	static ErrorWorkers virtual() {
		return new ErrorWorkers(new VirtualThreadTaskExecutor(PREFIX));
	}

	static ErrorWorkers platform(int max) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(PREFIX);
		threads.setDaemon(true);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(max, max, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads);
		pool.allowCoreThreadTimeOut(true);
		return new ErrorWorkers(pool);
	}

	Executor executor() {
		return this.executor;
	}

	/** Does not wait for functions that are still running: their time is over. */
	@Override
	public void destroy() {
		if (this.executor instanceof ThreadPoolExecutor pool) {
			pool.shutdown();
		}
	}

}
