package dev.statefun.test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.EgressMessage;
import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import dev.statefun.type.UnknownTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.statefun.test.TestFunctions.COUNT;
import static dev.statefun.test.TestFunctions.counter;
import static dev.statefun.test.TestFunctions.function;
import static dev.statefun.test.TestFunctions.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link StatefunTestRuntime} in memory.
 */
class InMemoryRuntimeTests {

	@ParameterizedTest
	@EnumSource
	void whenAMessageIsSentThenAllThatFollowsIsDelivered(ProtocolVersion version) {
		StatefunTestRuntime runtime = runtime(version, function("demo/relay", (context, message) -> {
			int left = message.as(Integer.class);
			context.storage().set(COUNT, left);
			if (left > 0) {
				context.send("demo/relay", "next" + left, left - 1);
			}
		}, COUNT));
		runtime.send("demo/relay", "first", 3);
		assertThat(runtime.state("demo/relay", "first", "count", int.class)).contains(3);
		assertThat(runtime.state("demo/relay", "next1", "count", Integer.class)).contains(0);
		assertThat(runtime.sent()).hasSize(3).first().hasToString("demo/relay/first -> demo/relay/next3: int 2");
	}

	@Test
	void whenTheProtocolIs3xThenAFunctionIsAskedOnceForItsStates() {
		AtomicInteger questions = new AtomicInteger();
		BatchInterceptor counting = (batch, next) -> next.proceed().thenApply((result) -> {
			if (result instanceof Incomplete) {
				questions.incrementAndGet();
			}
			return result;
		});
		FunctionRegistry functions = new FunctionRegistry(List.of(counter("demo/counter")));
		TypeRegistry types = new TypeRegistry(List.of(), List.of());
		StatefunTestRuntime runtime = StatefunTestRuntime.inMemory(functions,
				RequestReplyHandler.builder(functions).types(types).batchInterceptors(List.of(counting)).build(), types,
				ProtocolVersion.V3);
		runtime.send("demo/counter", "a", "hello");
		runtime.send("demo/counter", "b", "hello");
		assertThat(questions).hasValue(1);
		runtime.drills().restartAfter(1);
		runtime.send("demo/counter", "a", "hello");
		assertThat(questions).hasValue(2);
		assertThat(runtime).hasState("demo/counter", "a", "count", 2);
	}

	@Test
	void whenAFunctionIsAsynchronousThenItsAnswerIsAwaited() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(FunctionDefinition.ofAsync("demo/async",
				(context, message) -> CompletableFuture.runAsync(() -> context.send("demo/other", "1", "done"),
						CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))));
		runtime.send("demo/async", "1", "hello");
		assertThat(runtime).hasSent("demo/other", "1", "done");
	}

	@Test
	void whenAFunctionSendsAsAnotherThenItCanReply() {
		StatefunTestRuntime runtime = StatefunTestRuntime
			.of(function("demo/echo", (context, message) -> context.reply(message)));
		runtime.sendFrom(Address.of("other/caller", "7"), Address.of("demo/echo", "1"), "hello");
		assertThat(runtime).hasSent("other/caller", "7", "hello");
	}

	@Test
	void whenMessagesWaitThenTheyAreDeliveredTogether() {
		List<String> requests = new ArrayList<>();
		StatefunTestRuntime runtime = requestsOf(requests);
		enqueue(runtime, "a", 5);
		runtime.deliver();
		assertThat(requests).containsExactly("5 of a");
	}

	@Test
	void whenBatchesAreCutThenRequestsHaveThoseSizes() {
		List<String> requests = new ArrayList<>();
		StatefunTestRuntime runtime = requestsOf(requests);
		runtime.nextBatches(2, 1);
		runtime.maxBatchSize(3);
		enqueue(runtime, "a", 7);
		runtime.deliver();
		assertThat(requests).containsExactly("2 of a", "1 of a", "3 of a", "1 of a");
	}

	@Test
	void whenOneRequestIsDeliveredThenTheOthersWait() {
		List<String> requests = new ArrayList<>();
		StatefunTestRuntime runtime = requestsOf(requests);
		enqueue(runtime, "a", 2);
		enqueue(runtime, "b", 1);
		runtime.deliverNext();
		assertThat(requests).containsExactly("2 of a");
		runtime.deliverNext();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(runtime::deliverNext)
			.withMessageContaining("no message to deliver");
	}

	private static StatefunTestRuntime requestsOf(List<String> requests) {
		FunctionRegistry functions = new FunctionRegistry(List.of(counter("demo/counter")));
		TypeRegistry types = new TypeRegistry(List.of(), List.of());
		BatchInterceptor noting = (batch, next) -> next.proceed().thenApply((result) -> {
			if (!(result instanceof Incomplete)) {
				requests.add("%d of %s".formatted(batch.invocations().size(), batch.target().id()));
			}
			return result;
		});
		return StatefunTestRuntime.inMemory(functions,
				RequestReplyHandler.builder(functions).types(types).batchInterceptors(List.of(noting)).build(), types,
				ProtocolVersion.V3);
	}

	private static void enqueue(StatefunTestRuntime runtime, String id, int count) {
		for (int i = 0; i < count; i++) {
			runtime.enqueue("demo/counter", id, i);
		}
	}

	@Test
	void whenShuffledThenMessagesOfOneSenderStayInOrderAndOthersDoNot() {
		List<String> received = new ArrayList<>();
		StatefunTestRuntime runtime = StatefunTestRuntime.of(function("demo/fan", (context, message) -> {
			for (int i = 0; i < 3; i++) {
				context.send("demo/sink", "1", context.self().id() + i);
			}
		}), function("demo/sink", (context, message) -> received.add(message.as(String.class))));
		AtomicInteger otherOrders = new AtomicInteger();
		runtime.underSeeds(20, (seed) -> {
			received.clear();
			runtime.enqueue("demo/fan", "a", "go");
			runtime.enqueue("demo/fan", "b", "go");
			runtime.deliver();
			assertThat(received).containsSubsequence("a0", "a1", "a2").containsSubsequence("b0", "b1", "b2").hasSize(6);
			otherOrders.addAndGet(received.equals(List.of("a0", "a1", "a2", "b0", "b1", "b2")) ? 0 : 1);
		});
		assertThat(otherOrders).hasPositiveValue();
	}

	@Test
	void whenShuffledTwiceBySameSeedThenTheOrderIsTheSame() {
		List<String> received = new ArrayList<>();
		StatefunTestRuntime runtime = StatefunTestRuntime
			.of(function("demo/sink", (context, message) -> received.add(context.self().id())));
		List<List<String>> orders = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			runtime.reset();
			runtime.shuffle(42);
			received.clear();
			for (String id : List.of("a", "b", "c", "d", "e", "f", "g")) {
				runtime.enqueue("demo/sink", id, "hello");
			}
			runtime.deliver();
			orders.add(List.copyOf(received));
		}
		assertThat(orders.get(0)).isEqualTo(orders.get(1))
			.hasSize(7)
			.isNotEqualTo(List.of("a", "b", "c", "d", "e", "f", "g"));
	}

	@ParameterizedTest
	@EnumSource
	void whenAMessageIsDelayedThenOnlyTheClockDeliversIt(ProtocolVersion version) {
		StatefunTestRuntime runtime = runtime(version,
				function("demo/alarm",
						(context, message) -> context.sendAfter(Duration.ofMinutes(1), "demo/counter", "1", "ring")),
				counter("demo/counter"));
		runtime.send("demo/alarm", "1", "set");
		runtime.advanceBy(Duration.ofMillis(59_999));
		assertThat(runtime).hasDelayed(Duration.ofMinutes(1), "demo/counter", "1", "ring")
			.hasNoState("demo/counter", "1", "count");
		runtime.advanceBy(Duration.ofMillis(1));
		assertThat(runtime).hasNothingDelayed().hasState("demo/counter", "1", "count", 1);
	}

	@Test
	void whenTheClockMovesThenItStopsAtEachMessageThatIsDue() {
		List<Instant> times = new ArrayList<>();
		AtomicInteger left = new AtomicInteger(3);
		StatefunTestRuntime[] runtime = new StatefunTestRuntime[1];
		runtime[0] = StatefunTestRuntime.of(function("demo/tick", (context, message) -> {
			times.add(runtime[0].now());
			if (left.getAndDecrement() > 0) {
				context.sendAfter(Duration.ofSeconds(10), context.self(), "tick");
			}
		}));
		Instant start = runtime[0].now();
		runtime[0].send("demo/tick", "1", "start");
		runtime[0].advanceBy(Duration.ofSeconds(25));
		assertThat(times).containsExactly(start, start.plusSeconds(10), start.plusSeconds(20));
		assertThat(runtime[0].now()).isEqualTo(start.plusSeconds(25)).isEqualTo(runtime[0].clock().instant());
		assertThat(runtime[0].delayed()).singleElement()
			.satisfies((message) -> assertThat(message.due()).isEqualTo(start.plusSeconds(30)));
	}

	@Test
	void whenADelayIsZeroThenTheMessageNeedsNoTime() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(
				function("demo/now", (context, message) -> context.sendAfter(Duration.ZERO, "demo/counter", "1", "hi")),
				counter("demo/counter"));
		runtime.send("demo/now", "1", "go");
		assertThat(runtime).hasState("demo/counter", "1", "count", 1).hasNothingDelayed();
	}

	@Test
	void whenAnyFunctionOfTheSameIdCancelsThenTheMessageIsGone() {
		StatefunTestRuntime runtime = alarms();
		runtime.send("demo/alarm", "1", "set");
		runtime.send("demo/canceller", "2", "cancel");
		assertThat(runtime.delayed()).hasSize(1);
		runtime.send("demo/canceller", "1", "cancel");
		assertThat(runtime).hasCancelled("token").hasNothingDelayed();
		runtime.send("demo/alarm", "1", "set");
		assertThat(runtime.delayed()).hasSize(1);
	}

	@Test
	void whenATokenIsInUseThenTheFunctionFailsAsOnTheEngine() {
		StatefunTestRuntime runtime = alarms();
		runtime.send("demo/alarm", "1", "set");
		runtime.send("demo/alarm", "2", "set");
		assertThatIllegalStateException().isThrownBy(() -> runtime.send("demo/alarm", "1", "set"))
			.withMessageContaining("demo/alarm/1 sent a delayed message with the token 'token'");
	}

	private static StatefunTestRuntime alarms() {
		return StatefunTestRuntime.of(
				function("demo/alarm",
						(context, message) -> context.sendAfter(Duration.ofMinutes(1), "demo/counter",
								context.self().id(), "ring", "token")),
				function("demo/canceller", (context, message) -> context.cancelDelayed("token")),
				counter("demo/counter"));
	}

	@Test
	void whenAStateExpiresAfterWriteThenReadingDoesNotKeepIt() {
		StatefunTestRuntime runtime = expiring(Expiration.afterWrite(Duration.ofSeconds(10)));
		runtime.send("demo/cache", "1", "set");
		runtime.advanceBy(Duration.ofMillis(9_999));
		runtime.send("demo/cache", "1", "look");
		assertThat(runtime).hasState("demo/cache", "1", "count", 1);
		runtime.advanceBy(Duration.ofMillis(1));
		assertThat(runtime).hasNoState("demo/cache", "1", "count");
		runtime.send("demo/cache", "1", "look");
		assertThat(runtime).messagesTo("demo/log", "1", Integer.class).containsExactly(1, -1);
	}

	@Test
	void whenAStateExpiresAfterInvocationThenEachOneKeepsIt() {
		StatefunTestRuntime runtime = expiring(Expiration.afterInvoke(Duration.ofSeconds(10)));
		runtime.send("demo/cache", "1", "set");
		for (int i = 0; i < 3; i++) {
			runtime.advanceBy(Duration.ofMillis(9_999));
			runtime.send("demo/cache", "1", "look");
		}
		runtime.advanceBy(Duration.ofSeconds(10));
		runtime.send("demo/cache", "1", "look");
		assertThat(runtime).messagesTo("demo/log", "1", Integer.class).containsExactly(1, 1, 1, -1);
	}

	private static StatefunTestRuntime expiring(Expiration expiration) {
		ValueSpec<Integer> spec = COUNT.withExpiration(expiration);
		return StatefunTestRuntime.of(function("demo/cache", (context, message) -> {
			if (message.as(String.class).equals("set")) {
				context.storage().set(spec, 1);
			}
			else {
				context.send("demo/log", "1", context.storage().get(spec).orElse(-1));
			}
		}, spec));
	}

	@Test
	void whenAFunctionIsNotServedThenMessagesToItAreCaptured() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(function("demo/here", (context, message) -> {
			context.send("other/there", "1", "now");
			context.sendAfter(Duration.ofSeconds(1), "other/there", "1", "later");
		}));
		runtime.send("demo/here", "1", "go");
		assertThat(runtime).messagesTo("other/there", "1", String.class).containsExactly("now");
		runtime.advanceBy(Duration.ofSeconds(1));
		assertThat(runtime).messagesTo("other/there", "1", String.class).containsExactly("now", "later");
	}

	@ParameterizedTest
	@EnumSource
	void whenAFunctionEmitsThenItIsCaptured(ProtocolVersion version) {
		StatefunTestRuntime runtime = runtime(version, function("demo/emitter", (context, message) -> {
			context.send(EgressMessage.of("demo/values", 42));
			context.send(KafkaEgressMessage.forEgress("demo/kafka").withTopic("t").withUtf8Key("k").withUtf8Value("v"));
		}));
		runtime.send("demo/emitter", "1", "go");
		assertThat(runtime).hasEmitted("demo/values", 42).hasRecord("t", "k", "v").hasSentNothing();
		assertThat(runtime).emitted("demo/values", Integer.class).containsExactly(42);
		assertThat(runtime).records("t").containsExactly("v");
	}

	@Test
	void whenEgressesAreKnownThenAFunctionFailsThatSendsToAnother() {
		FunctionRegistry functions = new FunctionRegistry(List.of(function("demo/emitter",
				(context, message) -> context.send(EgressMessage.of(message.as(String.class), 42)))));
		TypeRegistry types = new TypeRegistry(List.of(), List.of());
		StatefunTestRuntime runtime = StatefunTestRuntime.inMemory(functions,
				RequestReplyHandler.builder(functions).types(types).build(), types, ProtocolVersion.V3, "demo/known",
				"demo/other");
		runtime.send("demo/emitter", "1", "demo/known");
		assertThatIllegalStateException().isThrownBy(() -> runtime.send("demo/emitter", "1", "demo/unknown"))
			.withMessageContaining("demo/unknown")
			.withMessageContaining("It knows [demo/known, demo/other]");
	}

	@Test
	void whenAFunctionFailsThenOthersAreDeliveredAndItsMessagesWait() {
		AtomicInteger failures = new AtomicInteger(1);
		StatefunTestRuntime runtime = StatefunTestRuntime.of(function("demo/fragile", (context, message) -> {
			context.send("other/log", "1", "never");
			if (failures.getAndDecrement() > 0) {
				throw new IllegalStateException("out of order");
			}
		}), counter("demo/counter"));
		runtime.enqueue("demo/fragile", "1", "hello");
		runtime.enqueue("demo/counter", "1", "hello");
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(runtime::deliver)
			.withMessageContaining("demo/fragile failed for id '1' on message 1 of 1")
			.withRootCauseInstanceOf(IllegalStateException.class);
		assertThat(runtime).hasState("demo/counter", "1", "count", 1).hasSentNothing();
		assertThat(runtime).failureOf("demo/fragile", "1").hasMessage("out of order");
		runtime.deliver();
		assertThat(runtime).hasSent("other/log", "1", "never");
	}

	@Test
	void whenFailuresAreToleratedThenTheyAreRecordedOnly() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(function("demo/broken", (context, message) -> {
			throw new IllegalStateException("broken");
		}));
		runtime.tolerateFailures();
		runtime.send("demo/broken", "1", "hello");
		assertThat(runtime.failures()).singleElement().satisfies((failure) -> {
			assertThat(failure.messages()).hasToString("[\"hello\"]");
			assertThat(failure.cause()).hasMessage("broken");
		});
	}

	@Test
	void whenThereIsNoEndOfMessagesThenTheTestFails() {
		StatefunTestRuntime runtime = StatefunTestRuntime
			.of(function("demo/loop", (context, message) -> context.send(context.self(), "again")));
		runtime.maxRequests(100);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> runtime.send("demo/loop", "1", "go"))
			.withMessageContaining("After 100 requests there are still messages to deliver")
			.withMessageContaining("demo/loop/1 -> demo/loop/1: \"again\"");
	}

	@Test
	void whenDeliveriesFailThenTheFunctionRunsAgainOnTheSameState() {
		AtomicInteger runs = new AtomicInteger();
		StatefunTestRuntime runtime = runsOf(runs);
		runtime.drills().failNext(2);
		runtime.send("demo/function", "1", "a");
		runtime.send("demo/function", "1", "b");
		assertThat(runs).hasValue(4);
		assertThat(runtime).hasState("demo/function", "1", "count", 2).hasAnsweredAlike();
	}

	@Test
	void whenRequestsAreDeliveredTwiceThenOnlyOneCounts() {
		AtomicInteger runs = new AtomicInteger();
		StatefunTestRuntime runtime = runsOf(runs);
		runtime.drills().deliverTwice(2);
		for (String message : List.of("a", "b", "c")) {
			runtime.send("demo/function", "1", message);
		}
		assertThat(runs).hasValue(5);
		assertThat(runtime).hasState("demo/function", "1", "count", 3);
	}

	@Test
	void whenTheEngineRestartsThenAllIsDeliveredAgainFromTheCheckpoint() {
		AtomicInteger runs = new AtomicInteger();
		StatefunTestRuntime runtime = runsOf(runs);
		runtime.send("demo/function", "0", "before");
		runtime.drills().restartAfter(2);
		for (String id : List.of("1", "2", "3")) {
			runtime.enqueue("demo/function", id, "hello");
		}
		runtime.deliver();
		assertThat(runs).hasValue(6);
		for (String id : List.of("0", "1", "2", "3")) {
			assertThat(runtime).hasState("demo/function", id, "count", 1);
		}
	}

	private static StatefunTestRuntime runsOf(AtomicInteger runs) {
		return StatefunTestRuntime.of(function("demo/function", (context, message) -> {
			runs.incrementAndGet();
			context.storage().value(COUNT).update(0, (count) -> count + 1);
		}, COUNT));
	}

	@Test
	void whenAStateIsWrittenThenTheFunctionReadsIt() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(counter("demo/counter"));
		runtime.setState("demo/counter", "1", "count", 41);
		runtime.send("demo/counter", "1", "one more");
		assertThat(runtime.state("demo/counter", "1", "count", Integer.class)).contains(42);
		runtime.removeState("demo/counter", "1", "count");
		assertThat(runtime.state("demo/counter", "1", "count", Integer.class)).isEmpty();
	}

	@Test
	void whenResetThenNothingIsLeft() {
		StatefunTestRuntime runtime = alarms();
		String empty = runtime.dump();
		runtime.send("demo/alarm", "1", "set");
		runtime.send("demo/counter", "1", "hello");
		runtime.enqueue("demo/counter", "1", "waiting");
		runtime.advanceBy(Duration.ofMinutes(1));
		runtime.reset();
		assertThat(runtime.dump()).isEqualTo(empty);
	}

	@Test
	void whenEffectsAreForgottenThenStatesRemain() {
		StatefunTestRuntime runtime = alarms();
		runtime.send("demo/counter", "1", "hello");
		runtime.send("demo/alarm", "1", "set");
		runtime.send("demo/canceller", "1", "cancel");
		runtime.forgetEffects();
		assertThat(runtime.cancelled()).isEmpty();
		assertThat(runtime).hasState("demo/counter", "1", "count", 1);
	}

	@Test
	void whenDumpedThenAllIsThereToRead() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(function("demo/all", (context, message) -> {
			context.storage().set(COUNT, 7);
			context.send("other/function", "1", true);
			context.sendAfter(Duration.ofSeconds(5), context.self(), new TypedValue("demo/bytes", bytes(0, 255)), "t");
			context.send(KafkaEgressMessage.forEgress("demo/kafka").withTopic("t").withUtf8Key("k").withUtf8Value("v"));
		}, COUNT));
		runtime.send("demo/all", "1", "go");
		runtime.enqueue("demo/all", "2", new TypedValue("demo/Json", ByteString.copyFromUtf8("{\"a\":1}")));
		assertThat(runtime.dump()).isEqualTo("""
				It is 2026-01-01T00:00:00Z
				states
				  demo/all/1
				    count = int 7
				waiting
				  ingress -> demo/all/2: demo/Json {"a":1}
				delayed
				  demo/all/1 -> demo/all/1 after PT5S (token 't'): demo/bytes 00ff
				sent
				  demo/all/1 -> other/function/1: bool true
				cancelled
				emitted
				  demo/all/1 -> egress demo/kafka: t[k] = v
				failures
				""");
	}

	private static ByteString bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return ByteString.copyFrom(bytes);
	}

	@Test
	void whenAFunctionIsUnknownThenTheMessageSaysWhatIsServed() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(counter("demo/counter"));
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.send("demo/conuter", "1", "hello"))
			.withMessage("There is no function demo/conuter. The application serves [demo/counter]");
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.send("demo/counter", "", "hello"))
			.withMessageContaining("the id is empty");
	}

	@Test
	void whenAValueHasNoTypeThenTheMessageSaysWhatToDo() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(counter("demo/counter"));
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> runtime.send("demo/counter", "1", new Object()))
			.withMessageContaining("java.lang.Object has no StateFun type");
	}

	@Test
	void whenAStateIsUnknownOrOfAnotherTypeThenTheMessageSaysWhatItIs() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(counter("demo/counter"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> runtime.state("demo/counter", "1", "cuont", Integer.class))
			.withMessage("The function demo/counter has no state 'cuont', only [count]");
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.state("demo/counter", "1", "count", String.class))
			.withMessageContaining("The state 'count' of demo/counter is of java.lang.Integer")
			.withMessageContaining("not of java.lang.String");
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.setState("demo/counter", "1", "count", 1L))
			.withMessageContaining("not of java.lang.Long");
	}

	@Test
	void whenTheClockIsMovedBackThenTheTestFails() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(counter("demo/counter"));
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.advanceBy(Duration.ofSeconds(-1)))
			.withMessageContaining("cannot be moved by PT-1S. It is 2026-01-01T00:00:00Z");
	}

	@Test
	void whenACapturedValueIsReadAsAnotherTypeThenTheMessageSaysWhatItIs() {
		StatefunTestRuntime runtime = StatefunTestRuntime
			.of(function("demo/here", (context, message) -> context.send("other/there", "1", "text")));
		runtime.send("demo/here", "1", "go");
		CapturedValue value = runtime.sent().get(0).value();
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> value.as(Types.integerType()))
			.withMessageContaining("io.statefun.types/string")
			.withMessageContaining("\"text\"");
	}

	@Test
	void whenNumbersMakeNoSenseThenTheyAreRefused() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(counter("demo/counter"));
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.maxBatchSize(0));
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.nextBatches(1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.maxRequests(0));
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.drills().failNext(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> runtime.drills().restartAfter(0));
	}

}
