package dev.statefun.autoconfigure.task.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Builds the threads that run functions with the builders of Spring Boot, so that task
 * decorators and customizers of the application apply to them. Sizes and names are our
 * own: other properties set them.
 */
public final class WorkerExecutors {

	private static final int KEEP_ALIVE_SECONDS = 60;

	private WorkerExecutors() {
	}

	/**
	 * Build a pool of platform threads. It has no threads until there is work, and its
	 * queue has no limit.
	 * @param builder the builder of Spring Boot; without it there are no decorators
	 * @param max the largest number of threads
	 * @param threads creates the threads
	 * @return a new pool, which decorates its tasks
	 */
	public static ThreadPoolExecutor platform(ObjectProvider<ThreadPoolTaskExecutorBuilder> builder, int max,
			ThreadFactory threads) {
		ThreadPoolTaskExecutor executor = builder.getIfUnique(ThreadPoolTaskExecutorBuilder::new).build();
		executor.setCorePoolSize(max);
		executor.setMaxPoolSize(max);
		executor.setQueueCapacity(Integer.MAX_VALUE);
		executor.setKeepAliveSeconds(KEEP_ALIVE_SECONDS);
		executor.setAllowCoreThreadTimeOut(true);
		executor.setThreadFactory(threads);
		executor.initialize();
		return executor.getThreadPoolExecutor();
	}

	/**
	 * Build an executor that runs each task on a virtual thread of its own.
	 * @param builder the builder of Spring Boot; without it there are no decorators
	 * @param threadNamePrefix what the names of the threads begin with
	 * @return a new executor, which decorates its tasks
	 */
	public static Executor virtual(ObjectProvider<SimpleAsyncTaskExecutorBuilder> builder, String threadNamePrefix) {
		SimpleAsyncTaskExecutor executor = builder.getIfUnique(SimpleAsyncTaskExecutorBuilder::new).build();
		executor.setVirtualThreads(true);
		executor.setThreadNamePrefix(threadNamePrefix);
		executor.setConcurrencyLimit(SimpleAsyncTaskExecutor.UNBOUNDED_CONCURRENCY);
		return executor;
	}

}
