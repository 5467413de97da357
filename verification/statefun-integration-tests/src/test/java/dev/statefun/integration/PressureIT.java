package dev.statefun.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with more to do than it can bear refuses, and the engine insists.
 */
class PressureIT {

	private static final int BOUND = 50;

	private static final int IDS = 200;

	private static final int RECORDS = 2_000;

	@ParameterizedTest
	@CsvSource({ "async, --statefun.server.port=0", "okhttp, --statefun.server.port=0",
			"async, --server.tomcat.threads.max=100" })
	void whenMoreIsSentThanTheBoundThenAllOfItIsHandledOnceInTheEnd(String transport, String server) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SlowApplication.class).run(server,
				"--server.port=0", "--statefun.max-concurrent-requests=" + BOUND);
				Engine engine = Engine.builder(EngineVersion.V3_3_0)
					.endpoint(Endpoint.of("it/slow", Endpoints.url(context)).withTransport(transport))
					.records(RECORDS, IDS, "it/slow")
					.start()) {
			List<CommittedRecord> records = engine.awaitCommitted(RECORDS, Duration.ofMinutes(2));
			assertThat(records).extracting(CommittedRecord::asString)
				.containsExactlyInAnyOrderElementsOf(
						LongStream.range(0, RECORDS).mapToObj((number) -> number + " " + (number / IDS + 1)).toList());
			assertThat(engine.restarts()).isZero();
			assertThat(context.getBean(SlowFunction.class).most).hasValueLessThanOrEqualTo(BOUND);
			assertThat(context.getBean(MeterRegistry.class)
				.get("http.server.requests")
				.tags("status", "429")
				.timers()
				.stream()
				.mapToLong((timer) -> timer.count())
				.sum()).isPositive();
		}
	}

	/**
	 * An application with a function that waits for something.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(SlowFunction.class)
	static class SlowApplication {

	}

	/**
	 * Answers each number, after a while, with itself and its place among those of the
	 * instance.
	 */
	static class SlowFunction {

		private final AtomicInteger running = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		@StatefunFunction("it/slow")
		CompletionStage<?> handle(Long number, Context context, @State("seen") StateValue<Long> seen) {
			this.most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			return CompletableFuture.runAsync(() -> {
				long place = seen.update(0L, (count) -> count + 1);
				context.send(EgressMessage.of("test/out", number + " " + place));
				this.running.decrementAndGet();
			}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
		}

	}

}
