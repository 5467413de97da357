package dev.statefun.autoconfigure.task.internal;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import dev.statefun.Message;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.testing.EngineRequest;
import dev.statefun.testing.WireClient;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link WorkerExecutors}, where functions run on them.
 */
class WorkerExecutorsTests {

	private static final ThreadLocal<String> DECORATION = new ThreadLocal<>();

	private static final String[] POOL = { "spring.task.execution.pool.core-size=1",
			"spring.task.execution.pool.max-size=1", "spring.task.execution.pool.queue-capacity=1",
			"spring.task.execution.thread-name-prefix=application-",
			"spring.task.execution.simple.concurrency-limit=1" };

	private ThreadPoolExecutor pool = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

	@AfterEach
	void shutdown() {
		this.pool.shutdownNow();
	}

	@Test
	void whenThereIsATaskDecoratorThenItDecoratesTheTasksOfAllWorkers() throws Exception {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			Run served = call(context, "demo/plain");
			assertThat(served.thread().getName()).startsWith("statefun-worker-");
			assertThat(served.decoration()).isEqualTo("decorated");
			Run guarded = call(context, "demo/timed");
			assertThat(guarded.thread().getName()).startsWith("statefun-guarded-");
			assertThat(guarded.thread().isDaemon()).isTrue();
			assertThat(guarded.decoration()).isEqualTo("decorated");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenWorkersAreVirtualThenTheirTasksAreDecoratedToo() throws Exception {
		try (ConfigurableApplicationContext context = run(Application.class, "spring.threads.virtual.enabled=true")) {
			Run served = call(context, "demo/plain");
			assertThat(served.thread().toString()).contains("VirtualThread", "statefun-worker-");
			assertThat(served.decoration()).isEqualTo("decorated");
			Run guarded = call(context, "demo/timed");
			assertThat(guarded.thread().toString()).contains("VirtualThread", "statefun-guarded-");
			assertThat(guarded.decoration()).isEqualTo("decorated");
		}
	}

	@Test
	void whenSpringBootConfiguresNoExecutorsThenThereAreWorkersNevertheless() throws Exception {
		try (ConfigurableApplicationContext context = run(WithoutExecutors.class)) {
			assertThat(context.getBeanProvider(ThreadPoolTaskExecutorBuilder.class).getIfAvailable()).isNull();
			assertThat(call(context, "demo/plain").thread().getName()).startsWith("statefun-worker-");
			assertThat(call(context, "demo/timed").thread().getName()).startsWith("statefun-guarded-");
		}
	}

	@Test
	void whenAFunctionRunsOnAWorkerOfTheServerThenItMayBlock() throws Exception {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			assertThat(call(context, "demo/plain").thread()).isInstanceOfSatisfying(FastThreadLocalThread.class,
					(thread) -> assertThat(thread.permitBlockingCalls()).isTrue());
		}
	}

	@Test
	void whenTheApplicationConfiguresItsExecutorThenTheSizesOfWorkersStay() {
		try (ConfigurableApplicationContext context = run(Application.class, POOL)) {
			assertThat(context.getBean(StatefunServer.class).workers()).isInstanceOfSatisfying(ThreadPoolExecutor.class,
					(workers) -> {
						assertThat(workers.getMaximumPoolSize()).isEqualTo(7);
						assertThat(workers.getCorePoolSize()).isEqualTo(7);
						assertThat(workers.getQueue().remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
						assertThat(workers.allowsCoreThreadTimeOut()).isTrue();
						assertThat(workers.getKeepAliveTime(TimeUnit.SECONDS)).isEqualTo(60);
					});
		}
	}

	@Test
	void whenACustomizerChangesSizesThenThoseOfWorkersStayButTheRestApplies() {
		this.pool = WorkerExecutors.platform(provider(new ThreadPoolTaskExecutorBuilder().customizers((executor) -> {
			executor.setMaxPoolSize(1);
			executor.setQueueCapacity(0);
			executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
		})), 7, new CustomizableThreadFactory("test-"));
		assertThat(this.pool.getMaximumPoolSize()).isEqualTo(7);
		assertThat(this.pool.getQueue().remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
		assertThat(this.pool.getRejectedExecutionHandler()).isInstanceOf(ThreadPoolExecutor.DiscardPolicy.class);
	}

	@Test
	void whenThePoolIsShutDownThenItTakesNoMoreTasks() {
		this.pool = WorkerExecutors.platform(provider(new ThreadPoolTaskExecutorBuilder()), 7,
				new CustomizableThreadFactory("test-"));
		this.pool.shutdown();
		assertThatExceptionOfType(java.util.concurrent.RejectedExecutionException.class)
			.isThrownBy(() -> this.pool.execute(() -> {
			}));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenVirtualThreadsAreLimitedForTheApplicationThenWorkersAreNot() throws Exception {
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		var executor = WorkerExecutors.virtual(provider(new SimpleAsyncTaskExecutorBuilder().concurrencyLimit(1)),
				"test-");
		for (int i = 0; i < 2; i++) {
			executor.execute(() -> {
				threads.add(Thread.currentThread());
				while (threads.size() < 2) {
					Thread.onSpinWait();
				}
			});
		}
		assertThat(List.of(threads.take(), threads.take()))
			.allSatisfy((thread) -> assertThat(thread.getName()).startsWith("test-"));
	}

	private static <T> ObjectProvider<T> provider(T bean) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("bean", bean);
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) bean.getClass();
		return beans.getBeanProvider(type);
	}

	private static Run call(ConfigurableApplicationContext context, String function) throws Exception {
		byte[] request = EngineRequest.v3(function, "ada", "none", "demo/Text", ByteString.EMPTY);
		try (WireClient client = WireClient.connect(context.getBean(StatefunServer.class).port())) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"content-length: " + request.length, "");
			assertThat(client.bytes(request).answer().status()).isEqualTo(200);
		}
		return context.getBean(Functions.class).runs.remove();
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("logging.level.root=warn", "statefun.server.port=0", "statefun.server.execution=worker",
					"statefun.server.threads.max=7")
			.properties(properties)
			.run();
	}

	private record Run(Thread thread, String decoration) {

	}

	static class Functions {

		private final BlockingQueue<Run> runs = new LinkedBlockingQueue<>();

		@StatefunFunction("demo/plain")
		void plain(Message message) {
			this.runs.add(new Run(Thread.currentThread(), DECORATION.get()));
		}

		@StatefunFunction(typeName = "demo/timed", timeout = "1m")
		void timed(Message message) {
			this.runs.add(new Run(Thread.currentThread(), DECORATION.get()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Functions.class)
	static class Application {

		/** On the thread of the event loop, or that of the request, when it submits. */
		@Bean
		TaskDecorator decorator() {
			return (task) -> () -> {
				DECORATION.set("decorated");
				try {
					task.run();
				}
				finally {
					DECORATION.remove();
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = TaskExecutionAutoConfiguration.class)
	@Import(Functions.class)
	static class WithoutExecutors {

	}

}
