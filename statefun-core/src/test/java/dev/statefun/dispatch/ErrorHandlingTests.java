package dev.statefun.dispatch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.error.DeadLetterDestination;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.FailureListener;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.error.NoHandlerException;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.io.DeadLetter;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.Type;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ErrorHandlingTests {

	private static final Address SELF = Address.of("demo/counter", "ada");

	private static final Address CALLER = Address.of("demo/caller", "bob");

	private static final Address OTHER = Address.of("demo/other", "x");

	private static final ValueSpec<Integer> COUNT = ValueSpec.of("count", Types.integerType());

	/** Of values that can be changed in place. */
	private static final Type<StringBuilder> TEXT_TYPE = Types.of("demo/text", StringBuilder.class,
			(text) -> ByteString.copyFromUtf8(text.toString()), (bytes) -> new StringBuilder(bytes.toStringUtf8()));

	private static final ValueSpec<StringBuilder> TEXT = ValueSpec.of("text", TEXT_TYPE);

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final ManualTime time = new ManualTime();

	private final List<FailedInvocation> failures = new ArrayList<>();

	private final List<ErrorAction> actions = new ArrayList<>();

	private final List<Context> contexts = new ArrayList<>();

	private @Nullable InvocationRecorder recorder;

	private @Nullable DeadLetterDestination deadLetters;

	private Executor workers = Runnable::run;

	private FailureListener listener = (failed, action) -> {
	};

	private List<InvocationInterceptor> interceptors = List.of();

	private BiConsumer<Context, Message> effects = (context, message) -> {
	};

	@ParameterizedTest
	@CsvSource({ "V2,false", "V2,true", "V3,false", "V3,true" })
	void whenAMessageIsSkippedThenAllOfItIsUndoneAndNothingOfItsNeighbours(ProtocolVersion version, boolean async) {
		InvocationResult result = handle(skipping(), async, batch(version, "a", "bad", "c"));
		assertThat(result).isEqualTo(
				Completed.of(version, List.of(new Mutation("count", value(3)), new Mutation("text", text("t+a+c"))),
						List.of(sent("a"), put("a"), sent("c"), put("c"))));
		assertThat(this.actions).containsExactly(ErrorAction.skip());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenDelaysAndCancellationsAreOfASkippedMessageThenTheyAreUndone(boolean async) {
		this.effects = (context, message) -> {
			context.sendAfter(Duration.ofSeconds(1), OTHER, message, message.as(String.class));
			context.cancelDelayed("not " + message.as(String.class));
		};
		Completed result = (Completed) handle(skipping(), async, batch(ProtocolVersion.V3, "bad", "c"));
		assertThat(result.outgoing()).hasSize(4)
			.allSatisfy((sent) -> assertThat(sent.toString()).doesNotContain("bad"));
	}

	@ParameterizedTest
	@CsvSource({ "V2,false", "V2,true", "V3,false", "V3,true" })
	void whenAMessageIsDeadLetteredThenALetterTakesItsPlace(ProtocolVersion version, boolean async) {
		this.deadLetters = DeadLetterDestination.kafka("demo/kafka", "dead");
		InvocationResult result = handle((failed) -> ErrorAction.deadLetter(), async, batch(version, "a", "bad", "c"));
		DeadLetter letter = new DeadLetter(SELF, CALLER, value("bad"), "java.lang.IllegalStateException", "bad", 1,
				ManualTime.START);
		KafkaEgressMessage record = KafkaEgressMessage.forEgress("demo/kafka")
			.withTopic("dead")
			.withUtf8Key("ada")
			.withValue(letter.toBytes());
		assertThat(((Completed) result).outgoing()).containsExactly(sent("a"), put("a"),
				new SendEgress(TypeName.parse("demo/kafka"), record.value(this.types)), sent("c"), put("c"));
	}

	@Test
	void whenADestinationIsNamedThenTheLetterGoesThere() {
		this.deadLetters = DeadLetterDestination.kafka("demo/kafka", "dead");
		Completed result = (Completed) handle(
				(failed) -> ErrorAction.deadLetter(DeadLetterDestination.egress("demo/letters")), false,
				batch(ProtocolVersion.V3, "bad"));
		assertThat(result.outgoing()).singleElement().isInstanceOfSatisfying(SendEgress.class, (sent) -> {
			assertThat(sent.egress()).hasToString("demo/letters");
			assertThat(sent.argument().as(DeadLetter.TYPE).value()).isEqualTo(value("bad"));
		});
	}

	@Test
	void whenALetterIsReplayedThenTheMessageIsSentAsItCame() {
		DeadLetter letter = new DeadLetter(OTHER, CALLER, value(7), "Oops", "", 1, ManualTime.START);
		this.effects = (context, message) -> letter.replay(context);
		Completed result = (Completed) handle(skipping(), false, batch(ProtocolVersion.V2, "a"));
		assertThat(result.outgoing()).contains(new Send(OTHER, value(7)));
	}

	@Test
	void whenThereIsNoDestinationThenTheRequestFailsAndSaysWhatToDo() {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> handle((failed) -> ErrorAction.deadLetter(), false, batch(ProtocolVersion.V3, "bad")))
			.withMessageContainingAll("demo/counter", "'ada'", "statefun.errors.dead-letter.egress");
	}

	@Test
	void whenDestinationsAreMalformedThenTheyAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterDestination.kafka("kafka", "dead"));
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterDestination.kafka("demo/kafka", ""));
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterDestination.egress("letters"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenNobodyDecidesThenTheRequestFailsWithItsCause(boolean async) {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> handle((failed) -> ErrorAction.next(), async, batch(ProtocolVersion.V3, "a", "bad")))
			.withMessageContaining("message 2 of 2")
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(this.actions).containsExactly(ErrorAction.fail());
	}

	@Test
	void whenAHandlerDecidesThenTheNextIsNotAsked() {
		List<String> asked = new ArrayList<>();
		RequestReplyHandler handler = handler(List.of((failed) -> {
			asked.add("first");
			return ErrorAction.next();
		}, (failed) -> {
			asked.add("second");
			return ErrorAction.skip();
		}, (failed) -> {
			asked.add("third");
			return ErrorAction.fail();
		}), false);
		assertThat(Answers.of(handler, batch(ProtocolVersion.V3, "bad"))).isEqualTo(nothing());
		assertThat(asked).containsExactly("first", "second");
	}

	@Test
	void whenAHandlerThrowsOrReturnsNullThenTheRequestFailsAndTheCauseIsKept() {
		assertBroken((failed) -> null, "InvocationErrorHandler returned null");
		assertBroken((failed) -> {
			throw new IllegalArgumentException("broken on purpose");
		}, "broken on purpose");
	}

	private void assertBroken(InvocationErrorHandler errorHandler, String message) {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> handle(errorHandler, false, batch(ProtocolVersion.V3, "bad")))
			.withMessageContaining(message)
			.satisfies((failure) -> assertThat(failure.getCause().getSuppressed()).singleElement()
				.isInstanceOf(IllegalStateException.class));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 10 })
	void whenAListenerThrowsThenTheRequestFailsWithTheMessageThatItWasToldOf(long delay) {
		this.listener = (failed, action) -> {
			throw new IllegalArgumentException("not listening");
		};
		InvocationErrorHandler retrying = (failed) -> ErrorAction
			.retry(RetryPolicy.builder().backOff(new FixedBackOff(delay, 1)).build());
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> handle(retrying, false, batch(ProtocolVersion.V3, "a", "bad")))
			.withMessageContainingAll("message 2 of 2", "not listening")
			.satisfies((failure) -> assertThat(failure.getCause().getSuppressed()).singleElement()
				.isInstanceOf(IllegalStateException.class));
	}

	@Test
	void whenAMessageFailsThenTheHandlerKnowsAllAboutIt() {
		handle(skipping(), true, batch(ProtocolVersion.V3, "a", "bad"));
		assertThat(this.failures).singleElement().satisfies((failed) -> {
			assertThat(failed.self()).isEqualTo(SELF);
			assertThat(failed.caller()).isEqualTo(CALLER);
			assertThat(failed.message().as(String.class)).isEqualTo("bad");
			assertThat(failed.cause()).isInstanceOf(IllegalStateException.class).hasMessage("bad");
			assertThat(failed.attempts()).isOne();
			assertThat(failed.elapsed()).isZero();
			assertThat(failed.isPermanent()).isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource({ "V2,false", "V2,true", "V3,false", "V3,true" })
	void whenAMessageSucceedsAtTheThirdAttemptThenItsEffectsAreThereOnce(ProtocolVersion version, boolean async) {
		CompletableFuture<InvocationResult> result = handler(
				List.of((failed) -> ErrorAction.retry(RetryPolicy.withMaxRetries(2))), async)
			.handle(batch(version, "a", "bad 2", "c"));
		assertThat(result).isNotDone();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(result).isNotDone();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(result).isCompletedWithValue(Completed.of(version,
				List.of(new Mutation("count", value(4)), new Mutation("text", text("t+a+bad 2+c"))),
				List.of(sent("a"), put("a"), sent("bad 2"), put("bad 2"), sent("c"), put("c"))));
		assertThat(this.failures).extracting(FailedInvocation::attempts).containsExactly(1, 2);
		assertThat(this.failures).extracting(FailedInvocation::elapsed)
			.containsExactly(Duration.ZERO, Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenRetriesAreUsedUpThenTheNextHandlerOrTheActionAfterwardsDecides(boolean then) {
		RetryPolicy policy = RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(100)).build();
		InvocationErrorHandler retrying = then ? (failed) -> ErrorAction.retry(policy).then(ErrorAction.skip())
				: (failed) -> ErrorAction.retry(policy);
		CompletableFuture<InvocationResult> result = handler(
				List.of(retrying, (failed) -> then ? ErrorAction.fail() : ErrorAction.skip()), false)
			.handle(batch(ProtocolVersion.V3, "bad", "bad"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(result).isCompletedWithValue(nothing());
		assertThat(this.failures).extracting(FailedInvocation::attempts).containsExactly(1, 2, 3, 1, 2, 3);
	}

	@Test
	void whenThePolicyExcludesTheCauseThenThereIsNoRetry() {
		RetryPolicy policy = RetryPolicy.builder().includes(IOException.class).build();
		handle((failed) -> ErrorAction.retry(policy).then(ErrorAction.skip()), false, batch(ProtocolVersion.V3, "bad"));
		assertThat(this.failures).hasSize(1);
	}

	@Test
	void whenThePolicyHasATimeoutThenNoAttemptBeginsAfterIt() {
		RetryPolicy policy = RetryPolicy.builder()
			.maxRetries(100)
			.delay(Duration.ofMillis(400))
			.timeout(Duration.ofSeconds(1))
			.build();
		CompletableFuture<InvocationResult> result = handler(
				List.of((failed) -> ErrorAction.retry(policy).then(ErrorAction.skip())), false)
			.handle(batch(ProtocolVersion.V3, "bad"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(result).isCompleted();
		assertThat(this.failures).extracting(FailedInvocation::elapsed)
			.containsExactly(Duration.ZERO, Duration.ofMillis(400), Duration.ofMillis(800));
	}

	@Test
	void whenTheBudgetOfTheRequestIsSpentThenItsMessagesAreNoLongerRetried() {
		CompletableFuture<InvocationResult> result = handler(
				List.of((failed) -> ErrorAction.retry(RetryPolicy.withMaxRetries(6)).then(ErrorAction.skip())), false)
			.handle(batch(ProtocolVersion.V3, "bad", "bad", "bad"));
		this.time.advance(ErrorHandling.DEFAULT_RETRY_BUDGET);
		assertThat(result).isCompletedWithValue(nothing());
		assertThat(this.failures).extracting(FailedInvocation::attempts)
			.containsExactly(1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-PT1H", "PT1H" })
	void whenTheClockIsSetThenTheBudgetLastsAsLongAsBefore(Duration adjustment) {
		CompletableFuture<InvocationResult> result = handler(
				List.of((failed) -> ErrorAction.retry(RetryPolicy.withMaxRetries(100)).then(ErrorAction.skip())), false)
			.handle(batch(ProtocolVersion.V3, "bad", "b"));
		this.time.setClock(ManualTime.START.plus(adjustment));
		this.time.advance(ErrorHandling.DEFAULT_RETRY_BUDGET);
		assertThat(this.failures).extracting(FailedInvocation::attempts).last().isEqualTo(9);
		assertThat(this.failures).last()
			.satisfies((failed) -> assertThat(failed.elapsed()).isEqualTo(ErrorHandling.DEFAULT_RETRY_BUDGET));
		assertThat(result).isCompleted();
	}

	@Test
	void whenThereIsNoDelayThenARetryNeedsNoThreadAndNoTimer() {
		this.workers = (task) -> {
			throw new AssertionError("another thread");
		};
		InvocationResult result = handle(
				(failed) -> ErrorAction.retry(RetryPolicy.builder().backOff(new FixedBackOff(0, 5000)).build()), false,
				batch(ProtocolVersion.V3, "bad 5000"));
		assertThat(((Completed) result).outgoing()).containsExactly(sent("bad 5000"), put("bad 5000"));
		assertThat(this.time.pending()).isZero();
	}

	@Test
	void whenNoThreadIsThereForARetryThenTheRequestFailsAndNamesTheMessage() {
		this.workers = (task) -> {
			throw new RejectedExecutionException("going down");
		};
		CompletableFuture<InvocationResult> result = handler(
				List.of((failed) -> ErrorAction.retry(RetryPolicy.withDefaults())), false)
			.handle(batch(ProtocolVersion.V3, "bad", "b"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(result).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(RequestFailedException.class)
			.withMessageContainingAll("message 1 of 2", "going down");
	}

	@Test
	void whenTheRequestIsGivenUpThenItsRetriesEnd() {
		CompletableFuture<InvocationResult> result = handler(
				List.of((failed) -> ErrorAction.retry(RetryPolicy.withDefaults())), false)
			.handle(batch(ProtocolVersion.V3, "bad"));
		result.completeExceptionally(new IllegalStateException("too late"));
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.failures).hasSize(1);
	}

	@Test
	void whenRetryingIsToFollowRetryingThenThatIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ErrorAction.retry(RetryPolicy.withDefaults())
			.then(ErrorAction.retry(RetryPolicy.withDefaults())));
	}

	@Test
	void whenThereAreInterceptorsThenTheyGoAroundEachAttemptAndTheirFailuresCount() {
		List<String> calls = new ArrayList<>();
		this.interceptors = List.of((function, context, message, next) -> {
			calls.add("before " + message.as(String.class));
			context.send(OTHER, "by an interceptor");
			return next.proceed().whenComplete((value, ex) -> calls.add((ex != null) ? "failed" : "done"));
		});
		handle((failed) -> ErrorAction.retry(RetryPolicy.builder().backOff(new FixedBackOff(0, 1)).build())
			.then(ErrorAction.skip()), false, batch(ProtocolVersion.V3, "bad", "bad 1"));
		assertThat(calls).containsExactly("before bad", "failed", "before bad", "failed", "before bad 1", "failed",
				"before bad 1", "done");
	}

	@Test
	void whenAnInterceptorMakesUpForAFailureThenNobodyIsAsked() {
		this.interceptors = List.of((function, context, message, next) -> next.proceed().exceptionally((ex) -> null));
		handle(skipping(), false, batch(ProtocolVersion.V3, "bad"));
		assertThat(this.failures).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAFailedAttemptGoesOnThenItIsRefusedAndLaterOnesAreUntouched(boolean async) {
		this.effects = (context, message) -> {
			for (Context earlier : this.contexts.subList(0, this.contexts.size() - 1)) {
				assertThatIllegalStateException().isThrownBy(() -> earlier.send(OTHER, "late"));
				assertThatIllegalStateException().isThrownBy(() -> earlier.storage().value(COUNT).set(-1));
			}
		};
		InvocationResult result = handle(skipping(), async, batch(ProtocolVersion.V3, "bad", "b"));
		assertThat(((Completed) result).outgoing()).containsExactly(sent("b"), put("b"));
		assertThat(this.contexts).hasSize(2);
	}

	@Test
	void whenAStageFailsAfterItsInvocationHasEndedThenLaterOnesAreUntouched() {
		CompletableFuture<Void> late = new CompletableFuture<>();
		this.interceptors = List.of((function, context, message, next) -> {
			next.proceed();
			return CompletableFuture.completedFuture(null);
		});
		AsyncStatefulFunction function = (context, message) -> {
			context.send(OTHER, message);
			if (message.as(String.class).equals("first")) {
				return late;
			}
			late.completeExceptionally(new IllegalStateException("late"));
			return CompletableFuture.completedFuture(null);
		};
		RequestReplyHandler handler = RequestReplyHandler
			.builder(new FunctionRegistry(List.of(FunctionDefinition.ofAsync("demo/counter", function))))
			.types(this.types)
			.interceptors(this.interceptors)
			.errors(errors(List.of(skipping())))
			.build();
		assertThat(((Completed) Answers.of(handler, batch(ProtocolVersion.V3, "first", "second"))).outgoing())
			.containsExactly(new Send(OTHER, value("first")), new Send(OTHER, value("second")));
	}

	@Test
	void whenAPayloadCannotBeDecodedThenThatIsPermanent() {
		this.effects = (context, message) -> message.as(Integer.class);
		handle(skipping(), false, batch(ProtocolVersion.V3, "a"));
		assertThat(this.failures).singleElement().satisfies((failed) -> {
			assertThat(failed.cause()).isInstanceOf(UndecodableMessageException.class);
			assertThat(failed.isPermanent()).isTrue();
		});
	}

	@Test
	void whenTheCauseOfACauseIsPermanentThenTheFailureIs() {
		Throwable circular = new IllegalStateException(new IllegalArgumentException());
		circular.getCause().initCause(circular);
		assertThat(failed(new RuntimeException(new NoHandlerException("none"))).isPermanent()).isTrue();
		assertThat(failed(circular).isPermanent()).isFalse();
	}

	private FailedInvocation failed(Throwable cause) {
		return new FailedInvocation(SELF, null, new ReceivedMessage(new Invocation(null, value(1)), this.types), cause,
				1, Duration.ZERO);
	}

	@Test
	void whenThereIsNoSuchFunctionThenItsMessagesArePermanentFailures() {
		this.recorder = (function, messageType, invocations, nanoseconds, failure) -> {
			throw new AssertionError("its name is not known, so it must be no tag of metrics");
		};
		this.deadLetters = DeadLetterDestination.egress("demo/letters");
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, OTHER, List.of(),
				batch(ProtocolVersion.V3, "a", "b").invocations());
		InvocationErrorHandler permanent = (failed) -> failed.isPermanent() ? ErrorAction.deadLetter()
				: ErrorAction.fail();
		Completed result = (Completed) Answers.of(handler(List.of(permanent), false), batch);
		assertThat(result.outgoing()).hasSize(2)
			.allSatisfy((sent) -> assertThat(((SendEgress) sent).argument().as(DeadLetter.TYPE).exceptionMessage())
				.contains("There is no function demo/other"));
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> Answers.of(handler(List.of(), false), batch))
			.withMessageStartingWith("There is no function demo/other");
	}

	@Test
	void whenAttemptsAreRecordedThenEachCountsAndWaitingDoesNot() {
		List<String> recorded = new ArrayList<>();
		this.recorder = new InvocationRecorder() {

			@Override
			public long nanoTime() {
				return Duration.between(ManualTime.START, ErrorHandlingTests.this.time.instant()).toNanos();
			}

			@Override
			public void record(FunctionDefinition function, String messageType, int invocations, long nanoseconds,
					@Nullable Throwable failure) {
				recorded.add(invocations + " " + ((failure != null) ? "failed " : "handled ")
						+ Duration.ofNanos(nanoseconds).toMillis());
			}

		};
		this.effects = (context, message) -> this.time.advance(Duration.ofMillis(3));
		CompletableFuture<InvocationResult> result = handler(
				List.of((failed) -> ErrorAction.retry(RetryPolicy.withMaxRetries(1)).then(ErrorAction.skip())), false)
			.handle(batch(ProtocolVersion.V3, "bad", "b"));
		this.time.advance(Duration.ofSeconds(2));
		assertThat(result).isCompleted();
		assertThat(recorded).containsExactly("1 failed 3", "1 failed 3", "1 handled 3");
	}

	private InvocationErrorHandler skipping() {
		return (failed) -> ErrorAction.skip();
	}

	private InvocationResult handle(InvocationErrorHandler errorHandler, boolean async, InvocationBatch batch) {
		CompletableFuture<InvocationResult> result = handler(List.of(errorHandler), async).handle(batch);
		this.time.advance(Duration.ZERO);
		return Answers.of(result);
	}

	/**
	 * Of a function that does all kinds of things with its messages, and fails on those
	 * that are bad, or so many times as they say.
	 */
	private RequestReplyHandler handler(List<InvocationErrorHandler> handlers, boolean async) {
		AsyncStatefulFunction function = new AsyncStatefulFunction() {

			@Override
			public CompletionStage<?> apply(Context context, Message message) {
				ErrorHandlingTests.this.contexts.add(context);
				String text = message.as(Types.stringType());
				context.storage().value(COUNT).update(0, (count) -> count + 1);
				StateValue<StringBuilder> state = context.storage().value(TEXT);
				StringBuilder changed = state.orElse(new StringBuilder()).append("+" + text);
				state.set(changed);
				changed.append(" in place");
				context.send(OTHER, message);
				context.send(EgressMessage.of("demo/out", message));
				ErrorHandlingTests.this.effects.accept(context, message);
				if (async) {
					return ErrorHandlingTests.this.time.after(Duration.ZERO).thenRun(() -> finish(text));
				}
				finish(text);
				return CompletableFuture.completedFuture(null);
			}

			private void finish(String text) {
				if (text.startsWith("bad") && !text.equals("bad " + failures(text))) {
					throw new IllegalStateException(text);
				}
			}

			private long failures(String text) {
				return ErrorHandlingTests.this.failures.stream()
					.filter((failed) -> failed.message().as(String.class).equals(text))
					.count();
			}

			@Override
			public List<ValueSpec<?>> states() {
				return List.of(COUNT, TEXT);
			}

		};
		return RequestReplyHandler
			.builder(new FunctionRegistry(List.of(FunctionDefinition.ofAsync("demo/counter", function))))
			.types(this.types)
			.interceptors(this.interceptors)
			.recorder(this.recorder)
			.errors(errors(handlers))
			.build();
	}

	private ErrorHandling errors(List<InvocationErrorHandler> handlers) {
		FailureListener recording = (failed, action) -> {
			this.failures.add(failed);
			this.actions.add(action);
		};
		return new ErrorHandling(handlers, List.of(recording, this.listener), ErrorHandling.DEFAULT_RETRY_BUDGET,
				this.deadLetters, null, (task) -> this.workers.execute(task), this.time, this.time);
	}

	private InvocationBatch batch(ProtocolVersion version, String... arguments) {
		List<Invocation> invocations = new ArrayList<>();
		for (String argument : arguments) {
			invocations.add(new Invocation(CALLER, value(argument)));
		}
		return new InvocationBatch(version, SELF,
				List.of(new PersistedValue("count", value(1)), new PersistedValue("text", text("t"))), invocations);
	}

	private static InvocationResult nothing() {
		return Completed.of(ProtocolVersion.V3, List.of(), List.of());
	}

	private Outgoing sent(Object value) {
		return new Send(OTHER, value(value));
	}

	private Outgoing put(Object value) {
		return new SendEgress(TypeName.parse("demo/out"), value(value));
	}

	private TypedValue value(Object value) {
		return this.types.serialize(value);
	}

	private static TypedValue text(String text) {
		return TypedValue.of(TEXT_TYPE, new StringBuilder(text));
	}

}
