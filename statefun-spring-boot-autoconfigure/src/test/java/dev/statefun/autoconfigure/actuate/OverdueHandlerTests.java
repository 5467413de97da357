package dev.statefun.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.error.ErrorAction;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what operators see of handlers that keep all workers.
 */
@Timeout(60)
class OverdueHandlerTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private final ThreadPoolExecutor workers = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>());

	@AfterEach
	void end() {
		this.release.countDown();
		this.workers.shutdown();
	}

	@Test
	void whenHandlersKeepAllWorkersThenTheHealthIsDownAndAMeterCountsThem() {
		RequestReplyHandler handler = handler();
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunHealthAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(RequestReplyHandler.class, () -> handler)
			.run((context) -> {
				StatefunHealthIndicator indicator = context.getBean(StatefunHealthIndicator.class);
				assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
				assertThat(overdue(context.getBean(MeterRegistry.class))).isZero();
				handler
					.handle(new InvocationBatch(ProtocolVersion.V3, Address.of("demo/stuck", "ada"), List.of(),
							List.of(new Invocation(null, new TypedValue("demo/Any", ByteString.EMPTY)))))
					.join();
				while (!handler.isOutOfWorkers()) {
					Thread.onSpinWait();
				}
				Health health = indicator.health();
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsEntry("overdueHandlers", 1);
				assertThat(overdue(context.getBean(MeterRegistry.class))).isOne();
			});
	}

	private static double overdue(MeterRegistry registry) {
		return registry.get("statefun.handlers.overdue").gauge().value();
	}

	/** All of its delays are over at once. */
	private RequestReplyHandler handler() {
		ErrorHandling none = ErrorHandling.none();
		return RequestReplyHandler
			.builder(FunctionRegistry
				.of(FunctionDefinition.of("demo/stuck", (context, message) -> awaitUninterruptibly())
					.withTimeout(Duration.ofSeconds(1))))
			.errors(new ErrorHandling(List.of((failed) -> ErrorAction.skip()), List.of(), none.retryBudget(), null,
					null, this.workers, none.clock(), (delay) -> CompletableFuture.completedFuture(null)))
			.build();
	}

	private void awaitUninterruptibly() {
		while (true) {
			try {
				this.release.await();
				return;
			}
			catch (InterruptedException ex) {
				// As handlers do that cannot be stopped
			}
		}
	}

}
