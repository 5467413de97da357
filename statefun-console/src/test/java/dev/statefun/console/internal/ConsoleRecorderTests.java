package dev.statefun.console.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.statefun.Address;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.console.internal.RecordedMessage.Kind;
import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.dispatch.Timer;
import dev.statefun.error.ErrorAction;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;

import org.springframework.core.retry.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleRecorderTests {

	private static final ValueSpec<Integer> VISITS = ValueSpec.of("visits", Types.integerType());

	private static final long NOW = 1_700_000_000_000L;

	private final AtomicLong nanos = new AtomicLong();

	private final Recording recording = new Recording(1 << 20);

	private ConsoleRecorder recorder = recorder(1000, false);

	private ConsoleRecorder recorder(int perSecond, boolean masked) {
		return new ConsoleRecorder(this.recording, perSecond, masked, InstantSource.fixed(Instant.ofEpochMilli(NOW)),
				this.nanos::get);
	}

	@Test
	void whenAFunctionHandlesAMessageThenAllThatItDidIsRecorded() {
		handle((context, message) -> {
			this.nanos.addAndGet(1_500_000);
			int visits = context.storage().value(VISITS).orElse(0);
			context.storage().value(VISITS).set(visits + 1);
			context.send("demo/session", "ada", "hello");
			context.sendAfter(Duration.ofSeconds(30), Address.of("demo/session", "ada"), "gone?", "token");
			context.cancelDelayed("old");
			context.send(KafkaEgressMessage.forEgress("demo/greetings").withTopic("greetings").withUtf8Value("Hi"));
		}, Requests.of(1, "ada logs in"));
		RecordedInvocation one = only();
		assertThat(one.time()).isEqualTo(NOW);
		assertThat(one.function()).isEqualTo("demo/greeter");
		assertThat(one.id()).isEqualTo("ada");
		assertThat(one.callerType()).isEqualTo("demo/caller");
		assertThat(one.callerId()).isEqualTo("bob");
		assertThat(one.nanos()).isEqualTo(1_500_000);
		assertThat(one.attempt()).isEqualTo(1);
		assertThat(one.outcome()).isEqualTo(Outcome.HANDLED);
		assertThat(text(one.payload())).isEqualTo("ada logs in");
		RecordedState state = one.states().get(0);
		assertThat(state.name()).isEqualTo("visits");
		assertThat(text(state.before())).isEqualTo("1");
		assertThat(text(state.after())).isEqualTo("2");
		assertThat(one.sent()).extracting(RecordedMessage::kind)
			.containsExactly(Kind.FUNCTION, Kind.DELAYED, Kind.CANCELLATION, Kind.EGRESS);
		assertThat(one.sent()).extracting(RecordedMessage::target)
			.containsExactly("demo/session", "demo/session", "", "demo/greetings");
		assertThat(one.sent().get(1).delayMillis()).isEqualTo(30_000);
		assertThat(one.sent().get(1).token()).isEqualTo("token");
		assertThat(one.sent().get(2).token()).isEqualTo("old");
	}

	@Test
	void whenARequestHasSeveralMessagesThenEachHasItsOwnStatesAndEffects() {
		handle((context, message) -> {
			int visits = context.storage().value(VISITS).orElse(0);
			context.storage().value(VISITS).set(visits + 1);
			context.reply("visit " + (visits + 1));
		}, Requests.of(null, "one", "two"));
		List<RecordedInvocation> both = all();
		assertThat(both).extracting((one) -> text(one.payload())).containsExactly("two", "one");
		assertThat(both).extracting((one) -> text(one.states().get(0).before())).containsExactly("1", "");
		assertThat(both).extracting((one) -> text(one.states().get(0).after())).containsExactly("2", "1");
		assertThat(both).extracting((one) -> text(one.sent().get(0).value())).containsExactly("visit 2", "visit 1");
		assertThat(both).extracting(RecordedInvocation::request).containsOnly(1L);
	}

	@Test
	void whenALargeValueIsSentAfterAnotherThenBothAreRecordedForTheirInvocations() {
		handle((context, message) -> context.reply(message.as(String.class).repeat(40_000)), Requests.of(1, "a", "b"));
		assertThat(all()).extracting((one) -> one.sent().get(0).value().size()).containsOnly(40_004);
		assertThat(all()).extracting((one) -> text(one.sent().get(0).value()).charAt(0)).containsExactly('b', 'a');
	}

	@Test
	void whenAMessageFailsTheRequestThenItAndTheOnesBeforeItAreRecorded() {
		handle((context, message) -> {
			if (message.as(String.class).equals("bad")) {
				throw new IllegalStateException("No such <b>user</b>");
			}
		}, Requests.of(1, "good", "bad"));
		assertThat(all()).extracting(RecordedInvocation::outcome).containsExactly(Outcome.ROLLED_BACK, Outcome.FAILED);
		RecordedFailure failure = all().get(1).failure();
		assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
		assertThat(failure.message()).isEqualTo("No such <b>user</b>");
		assertThat(failure.trace()).contains("ConsoleRecorderTests");
	}

	@Test
	void whenAMessageIsRetriedThenEachAttemptIsRecorded() {
		AtomicInteger attempts = new AtomicInteger();
		handle((context, message) -> {
			context.reply("sent by each attempt");
			if (attempts.incrementAndGet() < 3) {
				throw new IllegalStateException("Attempt " + attempts);
			}
		}, Requests.of(1, "flaky"),
				ErrorAction.retry(RetryPolicy.builder().maxRetries(5).delay(Duration.ZERO).build()));
		assertThat(all()).extracting(RecordedInvocation::outcome)
			.containsExactly(Outcome.HANDLED, Outcome.RETRIED, Outcome.RETRIED);
		assertThat(all()).extracting(RecordedInvocation::attempt).containsExactly(3, 2, 1);
		assertThat(all()).extracting((one) -> one.sent().size()).containsExactly(1, 0, 0);
	}

	@Test
	void whenAMessageIsSkippedThenItsOutcomeSaysSo() {
		handle((context, message) -> {
			throw new IllegalStateException();
		}, Requests.of(1, "bad"), ErrorAction.skip());
		assertThat(only().outcome()).isEqualTo(Outcome.SKIPPED);
	}

	@Test
	void whenTheTimeOfAnAttemptIsUpThenTheTimeoutIsRecorded() {
		CompletableFuture<Void> never = new CompletableFuture<>();
		FunctionDefinition function = FunctionDefinition.ofAsync("demo/greeter", (context, message) -> never)
			.withStates(VISITS)
			.withTimeout(Duration.ofMillis(10));
		answer(handler(function, ErrorAction.fail()), Requests.of(1, "slow"));
		assertThat(only().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(only().failure().type()).endsWith("InvocationTimeoutException");
	}

	@Test
	void whenNoFunctionHasTheTypeThenTheRequestIsRecorded() {
		answer(handler(definition((context, message) -> {
		}), ErrorAction.fail()), Requests.of(Address.of("demo/unknown", "ada"), 1, "hello"));
		assertThat(only().function()).isEqualTo("demo/unknown");
		assertThat(only().failure().message()).contains("demo/unknown");
	}

	@Test
	void whenValuesAreMaskedThenNoneIsRecorded() {
		this.recorder = recorder(1000, true);
		handle((context, message) -> {
			context.storage().value(VISITS).set(2);
			context.reply("secret");
		}, Requests.of(1, "secret"));
		assertThat(only().payload().form()).isEqualTo(RecordedValue.Form.MASKED);
		assertThat(only().payload().bytes()).isEmpty();
		assertThat(only().states().get(0).after().bytes()).isEmpty();
		assertThat(only().states().get(0).isChanged()).isTrue();
		assertThat(only().sent().get(0).value().bytes()).isEmpty();
	}

	@Test
	void whenTheRateIsExceededThenASampleIsRecordedAndAllIsCounted() {
		this.recorder = recorder(10, false);
		RequestReplyHandler handler = handler(definition((context, message) -> {
		}), ErrorAction.fail());
		for (int i = 0; i < 2000; i++) {
			this.nanos.addAndGet(1_000_000);
			answer(handler, Requests.of(1, "message"));
		}
		assertThat(this.recorder.seen()).isEqualTo(2000);
		assertThat(this.recording.count()).isBetween(20L, 32L);
	}

	@Test
	void whenAFailureIsOutsideOfTheSampleThenItIsRecordedNevertheless() {
		this.recorder = recorder(1, false);
		RequestReplyHandler handler = handler(definition((context, message) -> {
			if (message.as(String.class).equals("bad")) {
				throw new IllegalStateException("Not sampled");
			}
		}), ErrorAction.fail());
		for (int i = 0; i < 3; i++) {
			answer(handler, Requests.of(1, "good"));
		}
		answer(handler, Requests.of(1, "bad"));
		assertThat(all()).extracting(RecordedInvocation::outcome).contains(Outcome.FAILED);
	}

	private void handle(StatefulFunction function, InvocationBatch batch) {
		handle(function, batch, ErrorAction.fail());
	}

	private void handle(StatefulFunction function, InvocationBatch batch, ErrorAction onFailure) {
		answer(handler(definition(function), onFailure), batch);
	}

	private static FunctionDefinition definition(StatefulFunction function) {
		return FunctionDefinition.of("demo/greeter", function).withStates(VISITS);
	}

	private RequestReplyHandler handler(FunctionDefinition function, ErrorAction onFailure) {
		ErrorHandling errors = new ErrorHandling(List.of((failed) -> onFailure), List.of(this.recorder),
				Duration.ofSeconds(8), null, null, Runnable::run, InstantSource.system(), Timer.system());
		return RequestReplyHandler.builder(FunctionRegistry.of(function))
			.batchInterceptors(List.of(this.recorder))
			.errors((function.timeout() != null) ? withThreads(errors) : errors)
			.build();
	}

	private static ErrorHandling withThreads(ErrorHandling errors) {
		ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, (task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});
		return new ErrorHandling(errors.handlers(), errors.listeners(), errors.retryBudget(), null, null, threads,
				errors.clock(), errors.timer());
	}

	private static void answer(RequestReplyHandler handler, InvocationBatch batch) {
		InvocationResult result = handler.handle(batch).exceptionally((ex) -> null).join();
		if (result != null) {
			result.release();
		}
	}

	private RecordedInvocation only() {
		assertThat(all()).hasSize(1);
		return all().get(0);
	}

	/** The latest first. */
	private List<RecordedInvocation> all() {
		return this.recording.latest((one) -> true, 1000);
	}

	private static String text(RecordedValue value) {
		return new ValueTexts(List.of()).show(value).text();
	}

}
