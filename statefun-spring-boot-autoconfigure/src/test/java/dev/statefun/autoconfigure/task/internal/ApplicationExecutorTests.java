package dev.statefun.autoconfigure.task.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executor of the rest of a request, with and without the one of Spring Boot.
 */
class ApplicationExecutorTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(StatefunAutoConfiguration.class, TaskExecutionAutoConfiguration.class));

	@Test
	void whenSpringBootConfiguresAnExecutorThenThatIsTaken() {
		this.runner.run((context) -> assertThat(context.getBean(ApplicationExecutor.class).executor())
			.isSameAs(context.getBean("applicationTaskExecutor")));
	}

	@Test
	void whenTheApplicationHasAnyExecutorThenThereIsAFallbackAsSpringBootWouldConfigureIt() {
		this.runner.withBean("own", Executor.class, () -> Runnable::run)
			.withBean(TaskDecorator.class, () -> (task) -> task)
			.withPropertyValues("spring.task.execution.pool.core-size=3")
			.run((context) -> {
				assertThat(context).doesNotHaveBean("applicationTaskExecutor").hasSingleBean(Executor.class);
				Executor executor = context.getBean(ApplicationExecutor.class).executor();
				assertThat(CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), executor).join())
					.startsWith("statefun-task-");
				assertThat(executor).isInstanceOfSatisfying(ThreadPoolTaskExecutor.class,
						(pool) -> assertThat(pool.getCorePoolSize()).isEqualTo(3));
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenThreadsAreVirtualThenTheFallbackIsToo() {
		this.runner.withBean("own", Executor.class, () -> Runnable::run)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(CompletableFuture
				.supplyAsync(() -> Thread.currentThread().toString(),
						context.getBean(ApplicationExecutor.class).executor())
				.join()).contains("VirtualThread", "statefun-task-"));
	}

}
