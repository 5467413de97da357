package dev.statefun.observation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.statefun.Address;
import dev.statefun.dispatch.Answers;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InvocationMetricsTests {

	private static final Address SELF = Address.of("demo/slow", "ada");

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final RequestReplyHandler handler = new RequestReplyHandler(
			new FunctionRegistry(List.of(new FunctionDefinition(SELF.type(), (context, message) -> {
				this.clock.add(Duration.ofMillis(30));
				if (message.is(Integer.class)) {
					throw new IllegalStateException();
				}
				return CompletableFuture.completedFuture(null);
			}, List.of(), Set.of("io.statefun.types/string", "io.statefun.types/int"), "test"))), this.types, List.of(),
			List.of(), new InvocationMetrics(this.meters), Runnable::run);

	@Test
	void whenInvocationsSucceedThenTheyAreTimedByFunctionAndType() {
		handle("a", "b", 5L, "c");
		assertThat(timer("io.statefun.types/string", "success").count()).isEqualTo(3);
		assertThat(timer("io.statefun.types/string", "success").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(90);
		assertThat(timer("other", "success").count()).isEqualTo(1);
		assertThat(this.meters.getMeters()).hasSize(2);
	}

	@Test
	void whenAnInvocationFailsThenItIsTimedAsFailure() {
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle("a", 1, "b"));
		assertThat(timer("io.statefun.types/string", "success").count()).isEqualTo(1);
		assertThat(timer("io.statefun.types/int", "failure").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
	}

	private void handle(Object... messages) {
		Answers.of(this.handler,
				new InvocationBatch(ProtocolVersion.V3, SELF, List.of(),
						List.of(messages)
							.stream()
							.map((message) -> new Invocation(null, this.types.serialize(message)))
							.toList()));
	}

	private FunctionTimer timer(String messageType, String outcome) {
		return this.meters.get("statefun.invocations")
			.tags("function", "demo/slow", "message.type", messageType, "outcome", outcome)
			.functionTimer();
	}

}
