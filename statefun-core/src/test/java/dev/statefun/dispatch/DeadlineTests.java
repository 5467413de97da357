package dev.statefun.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.statefun.Address;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.error.InvocationTimeoutException;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.retry.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class DeadlineTests {

	private static final Address SELF = Address.of("demo/counter", "ada");

	private static final Address OTHER = Address.of("demo/other", "x");

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final ValueSpec<Integer> COUNT = ValueSpec.of("count", Types.integerType());

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final ManualTime time = new ManualTime();

	private final ExecutorService workers = Executors.newCachedThreadPool();

	/** Messages whose handlers are stuck, and what they wait for. */
	private final BlockingQueue<String> stuck = new LinkedBlockingQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private final BlockingQueue<Throwable> late = new LinkedBlockingQueue<>();

	private final List<FailedInvocation> failures = new ArrayList<>();

	private final Map<String, CompletableFuture<Void>> stages = new ConcurrentHashMap<>();

	@AfterEach
	void end() throws InterruptedException {
		this.release.countDown();
		this.workers.shutdownNow();
		assertThat(this.workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void whenAHandlerDoesNotReturnThenItsMessageFailsAndTheOthersAreHandled(ProtocolVersion version) throws Exception {
		CompletableFuture<InvocationResult> answer = handler(skipping()).handle(batch(version, "a", "stubborn", "c"));
		assertThat(this.stuck.take()).isEqualTo("stubborn");
		assertThat(answer).isNotDone();
		this.time.advance(LIMIT);
		assertThat(Answers.of(answer)).isEqualTo(expected(version, "a", "c"));
		assertThat(this.failures).singleElement()
			.satisfies((failed) -> assertThat(failed.cause()).isInstanceOf(InvocationTimeoutException.class)
				.hasMessageContainingAll("demo/counter", "'ada'", "PT5S"));
		this.release.countDown();
		assertThat(this.late.take()).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("invocation has ended");
	}

	@Test
	void whenAHandlerWaitsThenItIsInterrupted() throws Exception {
		CompletableFuture<InvocationResult> answer = handler(skipping())
			.handle(batch(ProtocolVersion.V3, "interruptible", "b"));
		assertThat(this.stuck.take()).isEqualTo("interruptible");
		this.time.advance(LIMIT);
		assertThat(Answers.of(answer)).isEqualTo(expected(ProtocolVersion.V3, "b"));
		assertThat(this.late.take()).isInstanceOf(InterruptedException.class);
	}

	@Test
	void whenTheRequestIsGivenUpThenItsOtherMessagesAreLeftAlone() throws Exception {
		CompletableFuture<InvocationResult> answer = handler(skipping())
			.handle(batch(ProtocolVersion.V3, "stubborn", "interruptible"));
		assertThat(this.stuck.take()).isEqualTo("stubborn");
		answer.completeExceptionally(new IllegalStateException("too late"));
		this.release.countDown();
		this.workers.shutdown();
		assertThat(this.workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.stuck).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whenAStageDoesNotCompleteThenItsMessageFailsAndTheOthersAreHandled(ProtocolVersion version) throws Exception {
		CompletableFuture<InvocationResult> answer = handler(skipping()).handle(batch(version, "a", "async", "c"));
		assertThat(this.stuck.take()).isEqualTo("async");
		// The handler may not have returned yet, which makes no difference to the answer
		this.time.advance(LIMIT);
		assertThat(Answers.of(answer)).isEqualTo(expected(version, "a", "c"));
		this.stages.get("async").complete(null);
		assertThat(this.late.take()).isInstanceOf(IllegalStateException.class);
		assertThat(this.failures).hasSize(1);
	}

	@Test
	void whenAStageCompletesInTimeThenTheRequestGoesOn() throws Exception {
		CompletableFuture<InvocationResult> answer = handler(skipping())
			.handle(batch(ProtocolVersion.V3, "async", "b"));
		assertThat(this.stuck.take()).isEqualTo("async");
		this.time.advance(LIMIT.minusMillis(1));
		this.stages.get("async").complete(null);
		Completed result = (Completed) Answers.of(answer);
		assertThat(result.outgoing()).containsExactly(send("async"), send("late"), send("b"));
		assertThat(this.failures).isEmpty();
		assertThat(this.time.pending()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "stubborn", "interruptible", "async" })
	void whenNothingIsDecidedThenTheRequestFails(String message) throws Exception {
		CompletableFuture<InvocationResult> answer = handler((failed) -> ErrorAction.next())
			.handle(batch(ProtocolVersion.V3, message, "b"));
		assertThat(this.stuck.take()).isEqualTo(message);
		this.time.advance(LIMIT);
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> Answers.of(answer))
			.withMessageContaining("message 1 of 2")
			.withCauseInstanceOf(InvocationTimeoutException.class);
	}

	@Test
	void whenAMessageIsTriedAgainThenItHasTheSameTimeAgain() throws Exception {
		CompletableFuture<InvocationResult> answer = handler(
				(failed) -> ErrorAction.retry(RetryPolicy.withMaxRetries(1)).then(ErrorAction.skip()))
			.handle(batch(ProtocolVersion.V3, "interruptible", "b"));
		assertThat(this.stuck.take()).isEqualTo("interruptible");
		this.time.advance(LIMIT);
		awaitAlarm();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.stuck.take()).isEqualTo("interruptible");
		this.time.advance(LIMIT);
		assertThat(Answers.of(answer)).isEqualTo(expected(ProtocolVersion.V3, "b"));
		assertThat(this.failures).extracting(FailedInvocation::attempts).containsExactly(1, 2);
	}

	private void awaitAlarm() {
		while (this.time.pending() == 0) {
			Thread.onSpinWait();
		}
	}

	@Test
	void whenHandlersAreInTimeThenNothingRemainsOfTheirDeadlines() {
		InvocationResult result = Answers.of(handler(skipping()), batch(ProtocolVersion.V3, "a", "b", "c"));
		assertThat(result).isEqualTo(expected(ProtocolVersion.V3, "a", "b", "c"));
		assertThat(this.time.pending()).isZero();
	}

	@Test
	void whenAFunctionSaysItsTimeoutThenThatCounts() throws Exception {
		RequestReplyHandler handler = handler(skipping(), Duration.ofHours(1), LIMIT);
		CompletableFuture<InvocationResult> answer = handler.handle(batch(ProtocolVersion.V3, "interruptible"));
		this.stuck.take();
		this.time.advance(LIMIT);
		assertThat(Answers.of(answer)).isEqualTo(Completed.of(ProtocolVersion.V3, List.of(), List.of()));
	}

	@Test
	void whenThereIsNoWorkerThenTheRequestFails() {
		this.workers.shutdown();
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> Answers.of(handler(skipping()), batch(ProtocolVersion.V3, "a")))
			.withCauseInstanceOf(RejectedExecutionException.class);
	}

	@Test
	void whenThereIsNoMessageThenNoWorkerIsNeeded() {
		this.workers.shutdown();
		assertThat(Answers.of(handler(skipping()), batch(ProtocolVersion.V3)))
			.isEqualTo(Completed.of(ProtocolVersion.V3, List.of(), List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void whenATimeoutIsImpossibleThenItIsRefused(String timeout) {
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> FunctionDefinition.of("demo/counter", (context, message) -> {
			}).withTimeout(Duration.parse(timeout)))
			.withMessageContainingAll("demo/counter", timeout);
	}

	/** What is done while the time runs out is done wholly, or not at all. */
	@Test
	void whenAHandlerIsBusyWhileItsTimeIsUpThenItsEffectsDoNotGetIntoTheAnswer() throws Exception {
		for (int i = 0; i < 200; i++) {
			CompletableFuture<InvocationResult> answer = handler(skipping())
				.handle(batch(ProtocolVersion.V3, "busy", "b", "c"));
			assertThat(this.stuck.take()).isEqualTo("busy");
			this.time.advance(LIMIT);
			assertThat(Answers.of(answer)).isEqualTo(expected(ProtocolVersion.V3, "b", "c"));
			assertThat(this.late.take()).isInstanceOf(IllegalStateException.class);
		}
	}

	private InvocationErrorHandler skipping() {
		return (failed) -> ErrorAction.skip();
	}

	private RequestReplyHandler handler(InvocationErrorHandler errorHandler) {
		return handler(errorHandler, LIMIT, null);
	}

	private RequestReplyHandler handler(InvocationErrorHandler errorHandler, Duration limit, Duration own) {
		ErrorHandling errors = new ErrorHandling(List.of(errorHandler),
				List.of((failed, action) -> this.failures.add(failed)), Duration.ofMinutes(1), null, limit,
				this.workers, this.time, this.time);
		return RequestReplyHandler
			.builder(new FunctionRegistry(
					List.of(FunctionDefinition.ofAsync("demo/counter", new Dawdler()).withTimeout(own))))
			.types(this.types)
			.errors(errors)
			.build();
	}

	private InvocationBatch batch(ProtocolVersion version, String... arguments) {
		List<Invocation> invocations = new ArrayList<>();
		for (String argument : arguments) {
			invocations.add(new Invocation(null, this.types.serialize(argument)));
		}
		return new InvocationBatch(version, SELF, List.of(new PersistedValue("count", value(0))), invocations);
	}

	/** The answer with the effects of these messages only. */
	private InvocationResult expected(ProtocolVersion version, String... messages) {
		List<InvocationResult.Outgoing> sent = new ArrayList<>();
		for (String message : messages) {
			sent.add(send(message));
		}
		return Completed.of(version, List.of(new Mutation("count", value(messages.length))), sent);
	}

	private Send send(String text) {
		return new Send(OTHER, value(text));
	}

	private TypedValue value(Object value) {
		return this.types.serialize(value);
	}

	/** Takes its time over some messages, and goes on when that is up. */
	private final class Dawdler implements AsyncStatefulFunction {

		@Override
		public CompletableFuture<?> apply(Context context, Message message) {
			StateValue<Integer> count = context.storage().value(COUNT);
			count.update(0, (present) -> present + 1);
			context.send(OTHER, message);
			String text = message.as(String.class);
			DeadlineTests test = DeadlineTests.this;
			switch (text) {
				case "stubborn" -> test.stuck.add(text);
				case "interruptible" -> {
					test.stuck.add(text);
					try {
						test.release.await();
					}
					catch (InterruptedException ex) {
						test.late.add(ex);
						throw new IllegalArgumentException(ex);
					}
				}
				case "busy" -> {
					test.stuck.add(text);
					goOnUntilRefused(context, count);
				}
				case "async" -> {
					CompletableFuture<Void> stage = new CompletableFuture<>();
					test.stages.put(text, stage);
					test.stuck.add(text);
					return stage.thenRun(() -> goOnLate(context));
				}
				default -> {
				}
			}
			if (text.equals("stubborn")) {
				awaitUninterruptibly(test.release);
				goOnLate(context);
			}
			return CompletableFuture.completedFuture(null);
		}

		private void goOnUntilRefused(Context context, StateValue<Integer> count) {
			try {
				while (true) {
					context.send(OTHER, "busy");
					count.update(0, (present) -> present + 1);
				}
			}
			catch (IllegalStateException ex) {
				assertThatIllegalStateException().isThrownBy(() -> count.set(1000));
				assertThatIllegalStateException().isThrownBy(count::get);
				DeadlineTests.this.late.add(ex);
				throw ex;
			}
		}

		private void goOnLate(Context context) {
			try {
				context.send(OTHER, "late");
			}
			catch (IllegalStateException ex) {
				DeadlineTests.this.late.add(ex);
				throw ex;
			}
		}

		private void awaitUninterruptibly(CountDownLatch latch) {
			while (true) {
				try {
					latch.await();
					return;
				}
				catch (InterruptedException ex) {
					// As handlers do that cannot be stopped
				}
			}
		}

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(COUNT);
		}

	}

}
