package dev.statefun.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.dispatch.RequestEffects.Sent;
import dev.statefun.dispatch.RequestEffects.Written;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import dev.statefun.type.UnknownTypeException;
import org.jspecify.annotations.Nullable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

class RequestReplyHandlerTests {

	private static final Address SELF = Address.of("demo/counter", "ada");

	private static final Address CALLER = Address.of("demo/caller", "bob");

	private static final ValueSpec<Integer> COUNT = ValueSpec.of("count", Types.integerType());

	private static final ValueSpec<String> LAST = ValueSpec.of("last", Types.stringType());

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	@Test
	void whenMessagesShareStateThenTheyAreHandledInOrderAgainstOneView() {
		List<String> seen = new ArrayList<>();
		InvocationResult result = handle(counting((context, message) -> {
			StateValue<Integer> count = context.storage().value(COUNT);
			count.set(count.orElse(0) + 1);
			seen.add(message.as(String.class) + count.get().orElseThrow());
			context.storage().value(LAST).set(message.as(Types.stringType()));
		}), batch(ProtocolVersion.V3, List.of(absent("last"), stored("count", 41)), "a", "b", "c"));
		assertThat(seen).containsExactly("a42", "b43", "c44");
		assertThat(result).isEqualTo(completed(ProtocolVersion.V3,
				List.of(new Mutation("last", value("c")), new Mutation("count", value(44)))));
	}

	@Test
	void whenAStateOfAnAsynchronousFunctionCannotBeWrittenThenTheRequestFails() {
		ValueSpec<Thread> unwritable = ValueSpec.of("thread", new UnwritableType());
		CompletableFuture<Void> stage = new CompletableFuture<>();
		RequestReplyHandler handler = RequestReplyHandler.builder(
				new FunctionRegistry(List.of(FunctionDefinition.ofAsync("demo/counter", new AsyncStatefulFunction() {

					@Override
					public CompletableFuture<?> apply(Context context, Message message) {
						context.storage().value(unwritable).set(Thread.currentThread());
						return stage;
					}

					@Override
					public List<ValueSpec<?>> states() {
						return List.of(unwritable);
					}

				}))))
			.types(this.types)
			.build();
		CompletableFuture<InvocationResult> answer = handler
			.handle(batch(ProtocolVersion.V3, List.of(absent("thread")), "a"));
		assertThat(answer).isNotDone();
		stage.complete(null);
		assertThat(answer).isCompletedExceptionally();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(answer::join)
			.withCauseInstanceOf(RequestFailedException.class)
			.withMessageContaining(
					"demo/counter has handled all messages for id 'ada', but the answer cannot be written")
			.withMessageContaining("The state 'thread' cannot be written: A thread cannot be written");
	}

	@ParameterizedTest
	@ValueSource(strings = { "out", "demo/", "/out", "demo/o ut", "" })
	void whenTheNameOfAnEgressOrFunctionIsMalformedThenItIsRefused(String name) {
		AtomicInteger handled = new AtomicInteger();
		InvocationResult result = handle((context, message) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> context.send(EgressMessage.of(name, "a")))
				.withMessageContaining("'" + name + "'");
			assertThatIllegalArgumentException().isThrownBy(() -> context.send(name, "1", "a"))
				.withMessageContaining("'" + name + "'");
			handled.incrementAndGet();
		}, batch(ProtocolVersion.V3, List.of(), "a"));
		assertThat(handled).hasValue(1);
		assertThat(result).isEqualTo(completed(ProtocolVersion.V3, List.of()));
	}

	@Test
	void whenStateIsRemovedThenItIsAbsentAndTheLastWriteCounts() {
		InvocationResult result = handle(counting((context, message) -> {
			context.storage().value(COUNT).remove();
			assertThat(context.storage().value(COUNT).get()).isEmpty();
			context.storage().value(LAST).remove();
			context.storage().value(LAST).set("");
		}), batch(ProtocolVersion.V3, List.of(stored("count", 1), stored("last", "x")), "a"));
		assertThat(result).isEqualTo(
				completed(ProtocolVersion.V3, List.of(new Mutation("count", null), new Mutation("last", value("")))));
	}

	@Test
	void whenStateIsSetToAnEqualValueThenThatIsAWrite() {
		InvocationResult result = handle(
				counting((context, message) -> context.storage().value(COUNT).update(0, (count) -> count)),
				batch(ProtocolVersion.V3, List.of(stored("count", 7), absent("last")), "a"));
		assertThat(result).isEqualTo(completed(ProtocolVersion.V3, List.of(new Mutation("count", value(7)))));
	}

	@Test
	void whenStatesAreMissingIn3xThenTheyAreAskedForAndNothingIsInvoked() {
		InvocationResult result = handle(counting((context, message) -> {
			throw new AssertionError("invoked");
		}), batch(ProtocolVersion.V3, List.of(stored("count", 1)), "a"));
		assertThat(result).isEqualTo(new Incomplete(List.of(LAST)));
	}

	@Test
	void whenStatesAreMissingIn2xThenTheRequestFailsAndSaysWhereToDeclareThem() {
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle(counting((context, message) -> {
		}), batch(ProtocolVersion.V2, List.of(stored("count", 1)), "a")))
			.withMessageContainingAll("[last]", "demo/counter", "'ada'", "module file");
	}

	@Test
	void whenTheRequestHasStatesOfOthersThenTheyAreLeftAlone() {
		InvocationResult result = handle((context, message) -> {
		}, batch(ProtocolVersion.V3, List.of(stored("count", 1)), "a"));
		assertThat(result).isEqualTo(completed(ProtocolVersion.V3, List.of()));
	}

	@Test
	void whenTheRequestHasAStateTwiceThenTheLastValueCounts() {
		StatefulFunction function = counting(
				(context, message) -> context.storage().value(COUNT).update(0, (count) -> count + 1));
		InvocationResult result = handle(function,
				batch(ProtocolVersion.V3, List.of(stored("count", 1), absent("last"), stored("count", 10)), "a"));
		assertThat(result).isEqualTo(completed(ProtocolVersion.V3, List.of(new Mutation("count", value(11)))));
		assertThat(handle(function, batch(ProtocolVersion.V3, List.of(stored("count", 1), stored("count", 10)), "a")))
			.isEqualTo(new Incomplete(List.of(LAST)));
	}

	@Test
	void whenStateIsNotDeclaredThenItsUseFailsAndSaysWhatIs() {
		assertFails(counting((context, message) -> context.storage().value(ValueSpec.of("other", Types.stringType()))))
			.withMessageContainingAll("demo/counter", "'other'", "count", "last");
	}

	@Test
	void whenStoredStateIsOfAnotherTypeThenReadingItFailsWithItsName() {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> handle(counting((context, message) -> context.storage().value(COUNT).get()),
					batch(ProtocolVersion.V3, List.of(stored("count", "text"), absent("last")), "a")))
			.withMessageContainingAll("'count'", "io.statefun.types/string", "io.statefun.types/int")
			.withCauseInstanceOf(SerializationException.class);
	}

	@Test
	void whenAReceivedMessageIsSentThenItIsSentAsItIs() {
		KafkaEgressMessage record = KafkaEgressMessage.forEgress("demo/kafka").withTopic("topic");
		InvocationResult result = handle((context, message) -> {
			context.reply(message);
			context.send(EgressMessage.of("demo/out", message));
			context.send(record.withValue(message));
		}, batch(ProtocolVersion.V3, List.of(), "a"));
		assertThat(result).isEqualTo(Completed.of(ProtocolVersion.V3, List.of(),
				List.of(new Send(CALLER, value("a")), new SendEgress(new TypeName("demo", "out"), value("a")),
						new SendEgress(new TypeName("demo", "kafka"), record.withValue("a").value(this.types)))));
	}

	@Test
	void whenAnEgressMessageHasNoValueThenItIsRefused() {
		assertFails((context, message) -> context.send(EgressMessage.of("demo/out", null)))
			.withMessageContainingAll("demo/out", "needs a value");
	}

	@ParameterizedTest
	@EnumSource
	void whenThingsAreSentThenTheResultHasThemInOrder(ProtocolVersion version) {
		InvocationResult result = handle((context, message) -> {
			context.send("demo/other", "x", "hello");
			context.reply(5L);
			context.sendAfter(Duration.ofMinutes(2), "demo/other", "y", true);
			context.send(EgressMessage.of("demo/out", 1.5));
			context.send(context.self(), new TypedValue("raw", ByteString.copyFromUtf8("bytes")));
		}, batch(version, List.of(), "a"));
		assertThat(result).isEqualTo(Completed.of(version, List.of(),
				List.of(new Send(Address.of("demo/other", "x"), value("hello")), new Send(CALLER, value(5L)),
						new SendAfter(Duration.ofMinutes(2), Address.of("demo/other", "y"), value(true), null),
						new SendEgress(TypeName.parse("demo/out"), value(1.5)),
						new Send(SELF, new TypedValue("raw", ByteString.copyFromUtf8("bytes"))))));
	}

	@Test
	void whenDelayedMessagesHaveTokensThenTheyCanBeCancelled() {
		InvocationResult result = handle((context, message) -> {
			context.sendAfter(Duration.ZERO, "demo/other", "y", "z", "token");
			context.cancelDelayed("token");
		}, batch(ProtocolVersion.V3, List.of(), "a"));
		assertThat(((Completed) result).outgoing()).containsExactly(
				new SendAfter(Duration.ZERO, Address.of("demo/other", "y"), value("z"), "token"),
				new CancelDelayed("token"));
	}

	@Test
	void whenTokensAreUsedIn2xThenTheRequestFails() {
		for (StatefulFunction function : List.<StatefulFunction>of(
				(context, message) -> context.sendAfter(Duration.ofSeconds(1), "demo/other", "y", "z", "token"),
				(context, message) -> context.cancelDelayed("token"))) {
			assertThatExceptionOfType(RequestFailedException.class)
				.isThrownBy(() -> handle(function, batch(ProtocolVersion.V2, List.of(), "a")))
				.withMessageContaining("2.x protocol")
				.withCauseInstanceOf(UnsupportedOperationException.class);
		}
	}

	@Test
	void whenEffectsAreImpossibleThenTheCulpritIsNamed() {
		assertFails((context, message) -> context.send("demo/other", "", "x")).withMessageContaining("id is empty");
		assertFails((context, message) -> context.send("other", "x", "x")).withMessageContaining("'other'");
		assertFails((context, message) -> context.sendAfter(Duration.ofMillis(-1), SELF, "x"))
			.withMessageContaining("PT-0.001S");
		assertFails((context, message) -> context.sendAfter(Duration.ofMillis(1), SELF, "x", ""))
			.withMessageContaining("token");
		assertFails((context, message) -> context.send(SELF, new StringBuilder()))
			.withMessageContainingAll("java.lang.StringBuilder", "@StatefunType")
			.withCauseInstanceOf(UnknownTypeException.class);
	}

	/** The public fork of the engine sends one for a record without a key. */
	@ParameterizedTest
	@CsvSource({ "demo/counter/,", "demo/counter/,demo/caller/bob", "demo/counter/ada,demo/caller/" })
	void whenAMessageCameWithAnEmptyIdThenItCanBeAnswered(String self, @Nullable String caller) {
		Address to = address(self);
		Address from = (caller != null) ? address(caller) : null;
		List<String> sent = new ArrayList<>();
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, to, List.of(),
				List.of(new Invocation(from, value("a"))));
		Completed result = (Completed) handle((context, message) -> {
			context.send(context.self(), "again");
			context.sendAfter(Duration.ofSeconds(1), context.self(), "later");
			context.forward("demo/other", context.self().id());
			if (from != null) {
				context.reply("reply");
			}
		}, batch);
		assertThat(result.outgoing()).hasSize((from != null) ? 4 : 3).contains(new Send(to, value("again")));
	}

	private static Address address(String text) {
		int slash = text.lastIndexOf('/');
		return Address.of(text.substring(0, slash), text.substring(slash + 1));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "PT1H")
	void whenAContextIsSentThenThatIsRefusedAndTheErrorSaysWhatToDo(Duration timeout) {
		List<IllegalArgumentException> refused = new CopyOnWriteArrayList<>();
		FunctionDefinition function = FunctionDefinition.of("demo/counter", (context, message) -> {
			for (ThrowingCallable sending : List.<ThrowingCallable>of(() -> context.send(SELF, context),
					() -> context.send("demo/other", "x", context), () -> context.reply(context),
					() -> context.sendAfter(Duration.ZERO, SELF, context))) {
				refused.add(catchIllegalArgumentException(sending));
			}
		}).withTimeout(timeout);
		RequestReplyHandler handler = RequestReplyHandler.builder(FunctionRegistry.of(function)).build();
		InvocationResult result = Answers.of(handler, batch(ProtocolVersion.V3, List.of(), "a"));
		assertThat(refused).hasSize(4).allSatisfy((ex) -> assertThat(ex).hasMessageContaining("context.forward"));
		assertThat(result).isEqualTo(completed(ProtocolVersion.V3, List.of()));
	}

	@Test
	void whenThereIsNoCallerThenReplyingFails() {
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, SELF, List.of(),
				List.of(new Invocation(null, value("a"))));
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle((context, message) -> {
			assertThat(context.caller()).isEmpty();
			context.reply("x");
		}, batch)).withMessageContaining("ingress");
	}

	@Test
	void whenOneMessageFailsThenTheErrorNamesItAndTheRestIsNotHandled() {
		List<String> seen = new ArrayList<>();
		IllegalStateException cause = new IllegalStateException("broken");
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle((context, message) -> {
			seen.add(message.as(String.class));
			if (seen.size() == 2) {
				throw cause;
			}
		}, batch(ProtocolVersion.V3, List.of(), "a", "b", "c")))
			.withMessageContainingAll("demo/counter", "'ada'", "message 2 of 3", "io.statefun.types/string", "broken")
			.withCause(cause);
		assertThat(seen).containsExactly("a", "b");
	}

	@Test
	void whenTheFunctionIsUnknownThenTheErrorListsThoseThatAreServed() {
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, Address.of("demo/unknown", "ada"), List.of(),
				List.of());
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle((context, message) -> {
		}, batch)).withMessageContainingAll("demo/unknown", "'ada'", "[demo/counter]");
	}

	@Test
	void whenTheInvocationHasEndedThenContextAndStateRefuse() {
		AtomicReference<Context> context = new AtomicReference<>();
		AtomicReference<StateValue<Integer>> state = new AtomicReference<>();
		handle(counting((current, message) -> {
			if (context.get() != null) {
				assertThatIllegalStateException().isThrownBy(() -> context.get().send(SELF, "late"));
			}
			context.set(current);
			state.set(current.storage().value(COUNT));
		}), batch(ProtocolVersion.V3, List.of(stored("count", 1), absent("last")), "a", "b"));
		assertThatIllegalStateException().isThrownBy(() -> context.get().self());
		assertThatIllegalStateException().isThrownBy(() -> context.get().reply("late"));
		assertThatIllegalStateException().isThrownBy(() -> state.get().set(2));
		assertThatIllegalStateException().isThrownBy(() -> state.get().get());
	}

	@Test
	void whenManyStagesCompleteAtOnceThenTheStackStaysFlat() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		AsyncStatefulFunction function = (context, message) -> {
			handled.incrementAndGet();
			return new CompleteOnSecondLook();
		};
		String[] arguments = new String[10_000];
		Arrays.fill(arguments, "a");
		RequestReplyHandler
			.builder(new FunctionRegistry(List.of(FunctionDefinition.ofAsync(SELF.type().toString(), function))))
			.types(this.types)
			.build()
			.handle(batch(ProtocolVersion.V3, List.of(), arguments))
			.get(30, TimeUnit.SECONDS);
		assertThat(handled).hasValue(arguments.length);
	}

	@Test
	void whenAMessageIsHandledAsynchronouslyThenTheExecutorGoesOn() throws Exception {
		List<String> threads = new CopyOnWriteArrayList<>();
		ExecutorService executor = Executors.newSingleThreadExecutor((task) -> new Thread(task, "going-on"));
		try {
			AsyncStatefulFunction function = (context, message) -> {
				threads.add(Thread.currentThread().getName());
				return CompletableFuture.runAsync(() -> {
				}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
			};
			RequestReplyHandler
				.builder(new FunctionRegistry(List.of(FunctionDefinition.ofAsync(SELF.type().toString(), function))))
				.types(this.types)
				.executor(executor)
				.build()
				.handle(batch(ProtocolVersion.V3, List.of(), "a", "b", "c"))
				.get(30, TimeUnit.SECONDS);
			assertThat(threads).containsExactly(Thread.currentThread().getName(), "going-on", "going-on");
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void whenTheExecutorRefusesThenTheRequestFails() {
		CompletableFuture<Void> handled = new CompletableFuture<>();
		FunctionDefinition function = FunctionDefinition.ofAsync(SELF.type().toString(), (context, message) -> handled);
		CompletableFuture<InvocationResult> result = RequestReplyHandler
			.builder(new FunctionRegistry(List.of(function)))
			.types(this.types)
			.executor((task) -> {
				throw new RejectedExecutionException("going down");
			})
			.build()
			.handle(batch(ProtocolVersion.V3, List.of(), "a", "b"));
		handled.complete(null);
		assertThat(result).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(RequestFailedException.class)
			.withMessageContaining("going down");
	}

	@Test
	void whenInterceptorsFailOrReturnNullThenSoDoesTheRequest() {
		InvocationInterceptor failing = (function, context, message, next) -> {
			throw new AssertionError("broken on purpose");
		};
		assertInterceptorFails(failing).withMessageContaining("broken on purpose")
			.withCauseInstanceOf(AssertionError.class);
		InvocationInterceptor returningNull = (function, context, message, next) -> null;
		assertInterceptorFails(returningNull).withMessageContaining("InvocationInterceptor returned null")
			.withCauseInstanceOf(NullPointerException.class);
		RequestReplyHandler handler = RequestReplyHandler.builder(registry((context, message) -> {
		})).types(this.types).batchInterceptors(List.of((batch, next) -> null)).build();
		assertThatNullPointerException()
			.isThrownBy(() -> Answers.of(handler, batch(ProtocolVersion.V3, List.of(), "a")))
			.withMessageContaining("BatchInterceptor returned null");
	}

	private ThrowableAssertAlternative<RequestFailedException> assertInterceptorFails(
			InvocationInterceptor interceptor) {
		List<String> calls = new ArrayList<>();
		RequestReplyHandler handler = RequestReplyHandler.builder(registry((context, message) -> calls.add("function")))
			.interceptors(List.of(recording("outer", calls), interceptor))
			.build();
		ThrowableAssertAlternative<RequestFailedException> failure = assertThatExceptionOfType(
				RequestFailedException.class)
			.isThrownBy(() -> Answers.of(handler, batch(ProtocolVersion.V3, List.of(), "a")));
		assertThat(calls).containsExactly("outer before");
		return failure;
	}

	@Test
	void whenAnInterceptorTriesToChangeTheRequestThenThatIsRefused() {
		List<Throwable> refused = new ArrayList<>();
		BatchInterceptor changing = (batch, next) -> {
			refused.add(catchThrowable(() -> batch.invocations().clear()));
			refused.add(catchThrowable(() -> batch.states().remove(0)));
			return next.proceed();
		};
		List<String> handled = new ArrayList<>();
		RequestReplyHandler handler = RequestReplyHandler
			.builder(registry((context, message) -> handled.add(message.as(String.class))))
			.batchInterceptors(List.of(changing))
			.build();
		Answers.of(handler, batch(ProtocolVersion.V3, new ArrayList<>(List.of(stored("count", 1))), "a", "b"));
		assertThat(refused).hasSize(2).hasOnlyElementsOfType(UnsupportedOperationException.class);
		assertThat(handled).containsExactly("a", "b");
	}

	@Test
	void whenAnInterceptorGivesTwoRequestsTheSameAnswerThenNeitherHasWhatBecomesOfTheOther() {
		AtomicReference<InvocationResult> kept = new AtomicReference<>();
		BatchInterceptor repeating = (batch, next) -> {
			InvocationResult former = kept.get();
			return (former != null && batch.target().equals(SELF)) ? CompletableFuture.completedFuture(former)
					: next.proceed().whenComplete((value, ex) -> kept.compareAndSet(null, value));
		};
		RequestReplyHandler handler = RequestReplyHandler
			.builder(registry((context, message) -> context.send(SELF, message)))
			.types(this.types)
			.batchInterceptors(List.of(repeating))
			.build();
		InvocationResult first = Answers.of(handler, batch(ProtocolVersion.V3, List.of(), "a"));
		InvocationResult again = Answers.of(handler, batch(ProtocolVersion.V3, List.of(), "a"));
		first.release();
		Answers.of(handler, new InvocationBatch(ProtocolVersion.V3, Address.of("demo/counter", "bob"), List.of(),
				batch(ProtocolVersion.V3, List.of(), "other").invocations()));
		assertThat(again).isEqualTo(Completed.of(ProtocolVersion.V3, List.of(), List.of(new Send(SELF, value("a")))));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAnInterceptorMakesUpForAFailureThenNothingOfThatInvocationRemains(boolean asynchronous) {
		AsyncStatefulFunction function = new AsyncStatefulFunction() {

			@Override
			public CompletionStage<?> apply(Context context, Message message) {
				context.storage().value(COUNT).update(0, (count) -> count + 1);
				context.send(SELF, message);
				if (!message.as(String.class).equals("bad")) {
					return CompletableFuture.completedFuture(null);
				}
				context.storage().remove(LAST);
				if (!asynchronous) {
					throw new IllegalStateException("bad");
				}
				return CompletableFuture.runAsync(() -> {
					throw new IllegalStateException("bad");
				}, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
			}

			@Override
			public List<ValueSpec<?>> states() {
				return List.of(COUNT, LAST);
			}

		};
		InvocationInterceptor skipping = (definition, context, message, next) -> next.proceed().handle((value, ex) -> {
			if (ex != null) {
				context.send("demo/dead-letters", "x", message);
			}
			return value;
		});
		InvocationResult result = Answers.of(
				RequestReplyHandler
					.builder(
							new FunctionRegistry(List.of(FunctionDefinition.ofAsync(SELF.type().toString(), function))))
					.types(this.types)
					.interceptors(List.of(skipping))
					.build(),
				batch(ProtocolVersion.V3, List.of(stored("count", 1), stored("last", "x")), "a", "bad", "c"));
		assertThat(result).isEqualTo(Completed.of(ProtocolVersion.V3, List.of(new Mutation("count", value(3))),
				List.of(new Send(SELF, value("a")), new Send(Address.of("demo/dead-letters", "x"), value("bad")),
						new Send(SELF, value("c")))));
	}

	@Test
	void whenThereAreInterceptorsThenTheFirstIsOutermost() {
		List<String> calls = new ArrayList<>();
		RequestReplyHandler handler = RequestReplyHandler.builder(registry((context, message) -> calls.add("function")))
			.types(this.types)
			.interceptors(List.of(recording("outer", calls), recording("inner", calls)))
			.build();
		Answers.of(handler, batch(ProtocolVersion.V3, List.of(), "a"));
		assertThat(calls).containsExactly("outer before", "inner before", "function", "inner after", "outer after");
	}

	@Test
	void whenAFunctionSendsThenTheRecorderIsToldOnceForEachTarget() {
		List<RequestEffects> recorded = new ArrayList<>();
		InvocationRecorder recorder = new InvocationRecorder() {

			@Override
			public void record(FunctionDefinition function, String messageType, int invocations, long nanoseconds,
					@Nullable Throwable failure) {
			}

			@Override
			public void recordRequest(FunctionDefinition function, InvocationBatch batch,
					@Nullable RequestEffects effects) {
				recorded.add(effects);
			}

		};
		RequestReplyHandler handler = RequestReplyHandler.builder(registry(counting((context, message) -> {
			context.send("demo/other", "x", "by its text");
			context.send(Address.of("demo/other", "y"), "by its name");
			context.send(EgressMessage.of("demo/other", "not to the function"));
			context.cancelDelayed("token");
			context.storage().value(LAST).set("ab");
			context.storage().value(COUNT).remove();
		}))).recorder(recorder).build();
		Answers.of(handler, batch(ProtocolVersion.V3, List.of(stored("count", 1), absent("last")), "first", "second"));
		assertThat(recorded).singleElement().satisfies((effects) -> {
			assertThat(effects.sent()).containsExactlyInAnyOrder(new Sent(Kind.FUNCTION, "demo/other", 4),
					new Sent(Kind.EGRESS, "demo/other", 2), new Sent(Kind.CANCELLATION, null, 2));
			assertThat(effects.written()).containsExactly(new Written("count", 0),
					new Written("last", value("ab").bytes().size()));
		});
	}

	@Test
	void whenAFunctionIsRegisteredTwiceThenBothSourcesAreNamed() {
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> new FunctionRegistry(List.of(definition("bean 'a'"), definition("bean 'b'"))))
			.withMessageContainingAll("demo/counter", "bean 'a'", "bean 'b'");
	}

	@Test
	void whenAFunctionDeclaresAStateTwiceThenItIsRefused() {
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> new FunctionDefinition(SELF.type(), (context, message) -> null,
					List.of(COUNT, ValueSpec.of("count", Types.longType())), Set.of(), "bean 'a'"))
			.withMessageContainingAll("demo/counter", "bean 'a'", "count");
	}

	@Test
	void whenAStateHasNoNameThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueSpec.of("", Types.longType()));
	}

	private ThrowableAssertAlternative<RequestFailedException> assertFails(StatefulFunction function) {
		return assertThatExceptionOfType(RequestFailedException.class).isThrownBy(
				() -> handle(function, batch(ProtocolVersion.V3, List.of(stored("count", 1), absent("last")), "a")));
	}

	private InvocationResult handle(StatefulFunction function, InvocationBatch batch) {
		return Answers.of(RequestReplyHandler.builder(registry(function)).types(this.types).build(), batch);
	}

	private static FunctionRegistry registry(StatefulFunction function) {
		return new FunctionRegistry(List.of(FunctionDefinition.of(SELF.type().toString(), function)));
	}

	private static FunctionDefinition definition(String source) {
		return FunctionDefinition.of(SELF.type().toString(), (context, message) -> {
		}).withSource(source);
	}

	private static StatefulFunction counting(StatefulFunction function) {
		return new StatefulFunction() {

			@Override
			public void apply(Context context, Message message) throws Exception {
				function.apply(context, message);
			}

			@Override
			public List<ValueSpec<?>> states() {
				return List.of(COUNT, LAST);
			}

		};
	}

	private static InvocationInterceptor recording(String name, List<String> calls) {
		return (function, context, message, next) -> {
			calls.add(name + " before");
			return next.proceed().thenRun(() -> calls.add(name + " after"));
		};
	}

	private InvocationBatch batch(ProtocolVersion version, List<PersistedValue> states, String... arguments) {
		List<Invocation> invocations = new ArrayList<>();
		for (String argument : arguments) {
			invocations.add(new Invocation(CALLER, value(argument)));
		}
		return new InvocationBatch(version, SELF, states, invocations);
	}

	private PersistedValue stored(String name, Object value) {
		return new PersistedValue(name, value(value));
	}

	private static PersistedValue absent(String name) {
		return new PersistedValue(name, null);
	}

	private TypedValue value(Object value) {
		return this.types.serialize(value);
	}

	private static Completed completed(ProtocolVersion version, List<Mutation> mutations) {
		return Completed.of(version, mutations, List.of());
	}

	/** As if another thread completed it between two looks. */
	private static final class CompleteOnSecondLook extends CompletableFuture<Void> {

		CompleteOnSecondLook() {
			complete(null);
		}

		@Override
		public boolean isDone() {
			return false;
		}

	}

	/** Finds out when the answer is written. */
	private static final class UnwritableType implements Type<Thread> {

		@Override
		public String typeName() {
			return "demo/Thread";
		}

		@Override
		public Class<Thread> javaType() {
			return Thread.class;
		}

		@Override
		public boolean hasImmutableValues() {
			return true;
		}

		@Override
		public ByteString serialize(Thread value) {
			throw new SerializationException("A thread cannot be written");
		}

		@Override
		public Thread deserialize(ByteString bytes) {
			throw new SerializationException("A thread cannot be read");
		}

	}

}
