package dev.statefun.autoconfigure.task.internal;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The executor of the application, for what must not run on the calling thread. Spring
 * Boot configures none if the application has any {@link Executor} bean. Then this has an
 * executor of its own with the same properties. It is no executor itself, since Spring
 * Boot would then configure none at all.
 */
public final class ApplicationExecutor implements DisposableBean {

	private static final String PREFIX = "statefun-task-";

	private final Executor executor;

	/** Absent if the executor is that of the application, or has no threads to end. */
	private final @Nullable ThreadPoolTaskExecutor pool;

	/**
	 * Find the executor, or create one.
	 * @param application finds the bean {@code applicationTaskExecutor}
	 * @param platform the builder of Spring Boot
	 * @param virtual the builder of Spring Boot for virtual threads
	 * @param environment tells whether threads are virtual
	 */
	public ApplicationExecutor(ObjectProvider<Executor> application,
			ObjectProvider<ThreadPoolTaskExecutorBuilder> platform,
			ObjectProvider<SimpleAsyncTaskExecutorBuilder> virtual, Environment environment) {
		Executor present = application.getIfAvailable();
		if (present != null || Threading.VIRTUAL.isActive(environment)) {
			this.executor = (present != null) ? present : WorkerExecutors.virtual(virtual, PREFIX);
			this.pool = null;
			return;
		}
		this.pool = platform.getIfUnique(ThreadPoolTaskExecutorBuilder::new).threadNamePrefix(PREFIX).build();
		this.pool.initialize();
		this.executor = this.pool;
	}

	/**
	 * Return the executor.
	 * @return that of the application, or one of its own
	 */
	public Executor executor() {
		return this.executor;
	}

	@Override
	public void destroy() {
		if (this.pool != null) {
			this.pool.shutdown();
		}
	}

}
