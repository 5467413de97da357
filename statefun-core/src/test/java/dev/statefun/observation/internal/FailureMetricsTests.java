package dev.statefun.observation.internal;

import java.time.Duration;
import java.util.List;

import dev.statefun.Address;
import dev.statefun.EgressMessage;
import dev.statefun.dispatch.Answers;
import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of {@link FailureMetrics}.
 */
class FailureMetricsTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final FunctionRegistry functions = new FunctionRegistry(
			List.of(FunctionDefinition.of("demo/broken", (context, message) -> {
				throw new IllegalStateException();
			})));

	@Test
	void whenAMessageIsSkippedOrDeadLetteredThenItIsCounted() {
		handle("demo/broken", (failed) -> ErrorAction.skip());
		handle("demo/broken", (failed) -> ErrorAction.deadLetter((letter) -> EgressMessage.of("demo/letters", "text")));
		assertThat(failures("demo/broken", "skip")).isEqualTo(2);
		assertThat(failures("demo/broken", "dead-letter")).isEqualTo(2);
	}

	@Test
	void whenAMessageFailsTheRequestThenItIsCountedOnce() {
		assertThatException().isThrownBy(() -> handle("demo/broken", (failed) -> ErrorAction.fail()));
		assertThat(failures("demo/broken", "fail")).isEqualTo(1);
	}

	@Test
	void whenFunctionsAreUnknownThenTheyShareOneTag() {
		handle("demo/made-up", (failed) -> ErrorAction.skip());
		handle("demo/made-up-too", (failed) -> ErrorAction.skip());
		assertThat(failures("unknown", "skip")).isEqualTo(4);
		assertThat(this.meters.getMeters()).hasSize(1);
	}

	private double failures(String function, String action) {
		return this.meters.get("statefun.failures").tags("function", function, "action", action).counter().count();
	}

	private void handle(String function, InvocationErrorHandler errorHandler) {
		ErrorHandling plain = ErrorHandling.of(List.of(errorHandler));
		ErrorHandling errors = new ErrorHandling(plain.handlers(),
				List.of(new FailureMetrics(this.meters, (type) -> this.functions.find(type) != null)),
				Duration.ofSeconds(1), null, null, plain.workers(), plain.clock(), plain.timer());
		RequestReplyHandler handler = RequestReplyHandler.builder(this.functions)
			.types(this.types)
			.errors(errors)
			.build();
		Answers.of(handler, new InvocationBatch(ProtocolVersion.V3, Address.of(function, "ada"), List.of(), List
			.of(new Invocation(null, this.types.serialize("a")), new Invocation(null, this.types.serialize("b")))));
	}

}
