package dev.statefun.autoconfigure.error;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import org.springframework.beans.factory.DisposableBean;

/**
 * The threads of functions that have a timeout, and of retries. There are none until they
 * have work. A bean of its own type, since one that is an executor would have Spring Boot
 * configure none for the application.
 */
final class ErrorWorkers implements DisposableBean {

	/** The prefix of the names of the threads. */
	static final String PREFIX = "statefun-guarded-";

	private final Executor executor;

	ErrorWorkers(Executor executor) {
		this.executor = executor;
	}

	Executor executor() {
		return this.executor;
	}

	/** Does not wait for functions that are still running: their time is over. */
	@Override
	public void destroy() {
		if (this.executor instanceof ExecutorService pool) {
			pool.shutdown();
		}
	}

}
