package dev.statefun.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.statefun.Address;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An interrupt that user code leaves on its thread concerns one message only.
 */
class InterruptTests {

	private static final Address SELF = Address.of("demo/sleeper", "ada");

	/** The messages that were handled, and whether their thread was interrupted. */
	private final List<String> handled = new ArrayList<>();

	private final AsyncStatefulFunction function = (context, message) -> {
		String text = message.as(String.class);
		this.handled.add(text + Thread.currentThread().isInterrupted());
		if (!text.equals("calm")) {
			Thread.currentThread().interrupt();
		}
		if (text.equals("failing")) {
			throw new IllegalArgumentException(text);
		}
		return CompletableFuture.completedFuture(null);
	};

	@AfterEach
	void end() {
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void whenAHandlerLeavesItsThreadInterruptedThenTheNextMessageDoesNotMeetThat() {
		Answers.of(handler(this.function).build(), batch("interrupting", "calm", "interrupting"));
		assertThat(this.handled).containsExactly("interruptingfalse", "calmfalse", "interruptingfalse");
	}

	@Test
	void whenTheThreadIsInterruptedBeforeThenTheFirstMessageDoesNotMeetThat() {
		Thread.currentThread().interrupt();
		Answers.of(handler(this.function).build(), batch("calm"));
		assertThat(this.handled).containsExactly("calmfalse");
	}

	@Test
	void whenAHandlerFailsAndLeavesItsThreadInterruptedThenOnlyItsMessageIsSkipped() {
		InvocationErrorHandler skip = (failed) -> {
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			Thread.currentThread().interrupt();
			return ErrorAction.skip();
		};
		Answers.of(handler(this.function).errors(ErrorHandling.of(List.of(skip))).build(), batch("failing", "calm"));
		assertThat(this.handled).containsExactly("failingfalse", "calmfalse");
	}

	@Test
	void whenAnInterceptorLeavesItsThreadInterruptedThenTheNextMessageDoesNotMeetThat() {
		Answers.of(handler(this.function).interceptors(List.of((definition, context, message, next) -> {
			try {
				return next.proceed();
			}
			finally {
				Thread.currentThread().interrupt();
			}
		})).build(), batch("calm", "calm"));
		assertThat(this.handled).containsExactly("calmfalse", "calmfalse");
	}

	@Test
	void whenAnInterceptorOfRequestsLeavesItsThreadInterruptedThenTheServerDoesNotMeetThat() {
		Answers.of(handler(this.function).batchInterceptors(List.of((batch, next) -> {
			Thread.currentThread().interrupt();
			try {
				return next.proceed();
			}
			finally {
				Thread.currentThread().interrupt();
			}
		})).build(), batch("calm"));
		assertThat(this.handled).containsExactly("calmfalse");
	}

	@Test
	void whenAHandlerIsInterruptedAndReturnsAStageThenItsThreadLeavesWithoutTheInterrupt() {
		CompletableFuture<Void> stage = new CompletableFuture<>();
		CompletableFuture<InvocationResult> answer = handler((context, message) -> {
			this.function.apply(context, message);
			return stage;
		}).build().handle(batch("interrupting", "calm"));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		List<Boolean> interrupted = new ArrayList<>();
		answer.thenRun(() -> interrupted.add(Thread.currentThread().isInterrupted()));
		Thread.currentThread().interrupt();
		stage.complete(null);
		assertThat(Answers.of(answer)).isNotNull();
		assertThat(this.handled).containsExactly("interruptingfalse", "calmfalse");
		assertThat(interrupted).containsExactly(false);
	}

	@Test
	void whenARecorderLeavesItsThreadInterruptedThenTheServerDoesNotMeetThat() {
		InvocationRecorder recorder = (definition, messageType, invocations, nanoseconds,
				failure) -> Thread.currentThread().interrupt();
		Answers.of(handler(this.function).recorder(recorder).build(), batch("calm"));
		assertThat(this.handled).containsExactly("calmfalse");
	}

	@Test
	void whenAWorkerRunsAFunctionWithATimeoutThenTheNextMessageDoesNotMeetAnInterrupt() {
		FunctionDefinition definition = FunctionDefinition.ofAsync("demo/sleeper", this.function)
			.withTimeout(Duration.ofMinutes(1));
		Answers.of(RequestReplyHandler.of(definition), batch("interrupting", "calm"));
		assertThat(this.handled).containsExactly("interruptingfalse", "calmfalse");
	}

	private static RequestReplyHandler.Builder handler(AsyncStatefulFunction function) {
		return RequestReplyHandler
			.builder(new FunctionRegistry(List.of(FunctionDefinition.ofAsync("demo/sleeper", function))));
	}

	private static InvocationBatch batch(String... messages) {
		List<Invocation> invocations = new ArrayList<>();
		for (String message : messages) {
			invocations.add(new Invocation(null, TypedValue.of(Types.stringType(), message)));
		}
		return new InvocationBatch(ProtocolVersion.V3, SELF, List.of(), invocations);
	}

}
