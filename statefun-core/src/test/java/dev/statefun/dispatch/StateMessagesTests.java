package dev.statefun.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.InvocationRecorder.StateAccessOutcome;
import dev.statefun.dispatch.internal.GatewayFunction;
import dev.statefun.error.AnswerTooLargeException;
import dev.statefun.error.ErrorAction;
import dev.statefun.io.DeadLetter;
import dev.statefun.io.internal.AskFailure;
import dev.statefun.io.internal.Asks;
import dev.statefun.io.internal.StateReply;
import dev.statefun.io.internal.StateRequest;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages that read or change states in place of a function, and who may send them.
 */
class StateMessagesTests {

	private static final Address ADA = Address.of("demo/counter", "ada");

	private static final Address GATEWAY = Address.of(Asks.GATEWAYS + "/shop", "demo/counter|ada|1");

	private static final ValueSpec<Long> COUNT = ValueSpec.of("count", Types.longType());

	private static final ValueSpec<String> LAST = ValueSpec.of("last", Types.stringType());

	private static final TypedValue READ = StateRequest.read().toValue();

	private static final TypedValue SET = StateRequest.set("count", number(7)).toValue();

	private final List<String> calls = new ArrayList<>();

	private final List<StateAccessOutcome> outcomes = new ArrayList<>();

	private final List<Integer> invocations = new ArrayList<>();

	private ErrorHandling errors = ErrorHandling.none();

	private long maxResponseSize = 1 << 20;

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAGatewayReadsThenItGetsAllStatesAndTheFunctionIsNotCalled(ProtocolVersion version) {
		Completed result = handle(StateAccess.READ, version, from(GATEWAY, READ));
		assertThat(replies(result, GATEWAY)).singleElement().satisfies((reply) -> {
			assertThat(reply.typeName()).isEqualTo(StateReply.TYPE_NAME);
			assertThat(StateReply.from(reply.bytes()).values()).containsExactly(entry("count", number(41)),
					entry("last", null));
		});
		assertThat(result.mutations()).isEmpty();
		assertThat(this.calls).isEmpty();
		assertThat(this.outcomes).containsExactly(StateAccessOutcome.READ);
		assertThat(this.invocations).isEmpty();
	}

	private static Map.Entry<String, Optional<TypedValue>> entry(String name, @Nullable TypedValue value) {
		return Map.entry(name, Optional.ofNullable(value));
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAGatewayWritesThenTheNextMessageSeesIt(ProtocolVersion version) {
		Completed result = handle(StateAccess.WRITE, version, from(GATEWAY, SET),
				from(GATEWAY, StateRequest.set("last", text("x")).toValue()), from(null, text("+")),
				from(GATEWAY, StateRequest.remove("last").toValue()), from(GATEWAY, READ));
		assertThat(this.calls).containsExactly("+ count=7 last=x");
		assertThat(result.mutations()).containsExactly(new Mutation("count", number(8)), new Mutation("last", null));
		assertThat(replies(result, GATEWAY)).hasSize(4).startsWith(Asks.NOTHING, Asks.NOTHING, Asks.NOTHING);
		assertThat(StateReply.from(replies(result, GATEWAY).get(3).bytes()).values())
			.containsExactly(entry("count", number(8)), entry("last", null));
		assertThat(this.outcomes).containsExactly(StateAccessOutcome.WRITTEN, StateAccessOutcome.WRITTEN,
				StateAccessOutcome.WRITTEN, StateAccessOutcome.READ);
		assertThat(this.invocations).containsExactly(1);
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenThereIsNoPermissionThenNothingIsReadOrWritten(ProtocolVersion version) {
		for (TypedValue request : List.of(READ, SET, StateRequest.remove("count").toValue())) {
			assertRefused(handle(StateAccess.NONE, version, from(GATEWAY, request)));
		}
		for (TypedValue request : List.of(SET, StateRequest.remove("count").toValue())) {
			assertRefused(handle(StateAccess.READ, version, from(GATEWAY, request)));
		}
		assertThat(this.outcomes).hasSize(5).containsOnly(StateAccessOutcome.REFUSED);
	}

	private static void assertRefused(Completed result) {
		assertThat(result.mutations()).isEmpty();
		assertThat(replies(result, GATEWAY)).singleElement()
			.satisfies((reply) -> assertThat(AskFailure.from(reply.bytes()).message())
				.contains("'statefun.state-access' does not allow it"));
	}

	/** An ingress, functions, a gateway of another application, and lookalikes. */
	@ParameterizedTest
	@ValueSource(strings = { "", "demo/counter", "demo/other", "dev.statefun.client.ask/other",
			"dev.statefun.client.send/shop", "dev.statefun.client/shop", "dev.statefun.client.ask.shop/shop",
			"dev.statefun.client.ask/own" })
	void whenAnybodyElseSendsTheMessageThenItIsIgnored(String sender) {
		Address caller = sender.isEmpty() ? null : Address.of(sender, "demo/counter|ada|1");
		for (ProtocolVersion version : ProtocolVersion.values()) {
			Completed result = handle(StateAccess.WRITE, version, from(caller, READ), from(caller, SET),
					from(null, text("+")));
			assertThat(this.calls).containsExactly("+ count=41 last=null");
			assertThat(result.mutations()).containsExactly(new Mutation("count", number(42)));
			assertThat(result.outgoing()).isEmpty();
			assertThat(this.outcomes).containsExactly(StateAccessOutcome.REFUSED, StateAccessOutcome.REFUSED);
			this.calls.clear();
			this.outcomes.clear();
		}
	}

	@Test
	void whenAFunctionForwardsOrReplaysSuchAMessageThenItIsTheSender() {
		RequestReplyHandler handler = handler(StateAccess.WRITE);
		for (String way : List.of("forward", "later", "replay")) {
			Address relay = Address.of("demo/relay", way);
			Completed sent = (Completed) Answers.of(handler, new InvocationBatch(ProtocolVersion.V3, relay, List.of(),
					List.of(new Invocation(GATEWAY, text(way)))));
			TypedValue argument = sent.outgoing().stream().map((outgoing) -> {
				if (outgoing instanceof Send send && send.target().equals(ADA)) {
					return send.argument();
				}
				return (outgoing instanceof InvocationResult.SendAfter later) ? later.argument() : null;
			}).filter((value) -> value != null).findFirst().orElseThrow();
			assertThat(argument).isEqualTo(SET);
			Completed result = handle(StateAccess.WRITE, ProtocolVersion.V3, from(relay, argument));
			assertThat(result.mutations()).isEmpty();
			assertThat(result.outgoing()).isEmpty();
		}
	}

	@Test
	void whenTheTargetIsReservedOrUnknownThenItsStatesAreNotRead() {
		for (String target : List.of("dev.statefun.client.ask/shop", "dev.statefun.client.ask/own", "demo/nobody")) {
			Completed result = (Completed) Answers.of(handler(StateAccess.WRITE),
					new InvocationBatch(ProtocolVersion.V3, Address.of(target, "x"),
							List.of(new PersistedValue("exchange", text("secret"))), List.of(from(GATEWAY, READ))));
			assertThat(replies(result, GATEWAY)).singleElement()
				.satisfies((reply) -> assertThat(AskFailure.from(reply.bytes()).message())
					.contains(target + " is no function of this application"));
		}
	}

	@Test
	void whenARequestLacksStatesThenTheEngineIsAskedForThemFirst() {
		InvocationResult result = Answers.of(handler(StateAccess.READ),
				new InvocationBatch(ProtocolVersion.V3, ADA, List.of(), List.of(from(GATEWAY, READ))));
		assertThat(result).isInstanceOf(Incomplete.class);
	}

	@Test
	void whenAWriteDoesNotFitTheFunctionThenNothingIsWritten() {
		for (TypedValue request : List.of(StateRequest.set("count", text("7")).toValue(),
				StateRequest.set("count", new TypedValue(Types.longType().typeName(), ByteString.copyFromUtf8("x")))
					.toValue(),
				StateRequest.set("other", number(7)).toValue(), StateRequest.remove("other").toValue(),
				StateRequest.set("", number(7)).toValue(), new TypedValue(StateRequest.TYPE_NAME, ByteString.EMPTY),
				TypedValue.withoutValue(StateRequest.TYPE_NAME),
				new TypedValue(StateRequest.TYPE_NAME, ByteString.copyFrom(new byte[] { 8, 9 })),
				new TypedValue(StateRequest.TYPE_NAME, ByteString.copyFrom(new byte[] { 8, 1, 48, 1 })),
				new TypedValue(StateRequest.TYPE_NAME, ByteString.copyFromUtf8("no request")))) {
			Completed result = handle(StateAccess.WRITE, ProtocolVersion.V3, from(GATEWAY, request),
					from(null, text("+")));
			assertThat(result.mutations()).containsExactly(new Mutation("count", number(42)));
			assertThat(replies(result, GATEWAY)).singleElement()
				.satisfies((reply) -> assertThat(reply.typeName()).isEqualTo(AskFailure.TYPE_NAME));
		}
		assertThat(this.outcomes).hasSize(10).containsOnly(StateAccessOutcome.FAILED);
	}

	@Test
	void whenStatesAreTooLargeForAnAnswerThenTheReaderIsToldAndOthersGoOn() {
		this.maxResponseSize = 8_000;
		TypedValue large = StateRequest.set("last", text("x".repeat(3_000))).toValue();
		Completed result = handle(StateAccess.WRITE, ProtocolVersion.V3, from(GATEWAY, large), from(GATEWAY, READ),
				from(GATEWAY, READ), from(GATEWAY, READ), from(GATEWAY, StateRequest.remove("last").toValue()),
				from(null, text("+")));
		assertThat(replies(result, GATEWAY)).hasSize(5)
			.element(3)
			.satisfies((reply) -> assertThat(AskFailure.from(reply.bytes()).exceptionType())
				.isEqualTo(AnswerTooLargeException.class.getName()));
		assertThat(this.outcomes).containsExactly(StateAccessOutcome.WRITTEN, StateAccessOutcome.READ,
				StateAccessOutcome.READ, StateAccessOutcome.FAILED, StateAccessOutcome.WRITTEN);
	}

	@Test
	void whenOneWriteExceedsTheLimitThenItIsUndoneAndTheWriterIsTold() {
		this.maxResponseSize = 500;
		TypedValue request = StateRequest.set("last", text("x".repeat(500))).toValue();
		Completed result = handle(StateAccess.WRITE, ProtocolVersion.V3, from(GATEWAY, request));
		assertThat(result.mutations()).isEmpty();
		assertThat(replies(result, GATEWAY)).singleElement()
			.satisfies((reply) -> assertThat(AskFailure.from(reply.bytes()).exceptionType())
				.isEqualTo(AnswerTooLargeException.class.getName()));
		assertThat(this.outcomes).isEmpty();
	}

	@Test
	void whenAnotherMessageFailsTheRequestThenNothingIsReadOrWritten() {
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(
				() -> handle(StateAccess.WRITE, ProtocolVersion.V3, from(GATEWAY, SET), from(null, text("fail"))));
		assertThat(this.outcomes).isEmpty();
	}

	@Test
	void whenAMessageIsSkippedThenTheWriteBeforeItRemains() {
		this.errors = ErrorHandling.of(List.of((failed) -> ErrorAction.skip()));
		Completed result = handle(StateAccess.WRITE, ProtocolVersion.V3, from(GATEWAY, SET), from(null, text("fail")));
		assertThat(result.mutations()).containsExactly(new Mutation("count", number(7)));
	}

	@Test
	void whenAFunctionHasATimeoutThenItsStatesAreReadAsWell() {
		RequestReplyHandler handler = handler(StateAccess.READ,
				definition("demo/counter", new Counter()).withTimeout(Duration.ofSeconds(5)));
		CompletableFuture<InvocationResult> answer = handler
			.handle(batch(ProtocolVersion.V3, List.of(from(GATEWAY, READ))));
		assertThat(replies((Completed) answer.join(), GATEWAY)).singleElement()
			.satisfies((reply) -> assertThat(reply.typeName()).isEqualTo(StateReply.TYPE_NAME));
	}

	private Completed handle(StateAccess access, ProtocolVersion version, Invocation... messages) {
		return (Completed) Answers.of(handler(access), batch(version, List.of(messages)));
	}

	private static InvocationBatch batch(ProtocolVersion version, List<Invocation> messages) {
		return new InvocationBatch(version, ADA,
				List.of(new PersistedValue("count", number(41)), new PersistedValue("last", null)), messages);
	}

	private RequestReplyHandler handler(StateAccess access) {
		return handler(access, definition("demo/counter", new Counter()));
	}

	private RequestReplyHandler handler(StateAccess access, FunctionDefinition counter) {
		GatewayFunction gateway = (context, message) -> CompletableFuture.completedFuture(null);
		FunctionRegistry functions = FunctionRegistry.of(counter, FunctionDefinition.of("demo/relay", relay()),
				definition("dev.statefun.client.ask/own", (context, message) -> {
				}), new FunctionDefinition(GATEWAY.type(), gateway, List.of(), Set.of(), "the client"));
		return RequestReplyHandler.builder(functions)
			.stateAccess(access)
			.errors(this.errors)
			.maxResponseSize(this.maxResponseSize)
			.interceptors(List.of((function, context, message, next) -> {
				assertThat(message.valueTypeName()).isNotEqualTo(StateRequest.TYPE_NAME);
				return next.proceed();
			}))
			.recorder(new Recorder())
			.build();
	}

	private static FunctionDefinition definition(String name, StatefulFunction function) {
		return FunctionDefinition.of(name, function);
	}

	private static StatefulFunction relay() {
		return (context, message) -> {
			switch (message.as(String.class)) {
				case "forward" -> context.send(ADA, SET);
				case "later" -> context.sendAfter(Duration.ofSeconds(1), ADA, SET);
				default -> new DeadLetter(ADA, GATEWAY, SET, "x", "x", 1, Instant.EPOCH).replay(context);
			}
		};
	}

	private static Invocation from(@Nullable Address caller, TypedValue value) {
		return new Invocation(caller, value);
	}

	private static List<TypedValue> replies(Completed result, Address caller) {
		return result.outgoing()
			.stream()
			.filter((outgoing) -> outgoing instanceof Send send && send.target().equals(caller))
			.map((outgoing) -> ((Send) outgoing).argument())
			.toList();
	}

	private static TypedValue number(long number) {
		return value(Types.longType(), number);
	}

	private static TypedValue text(String text) {
		return value(Types.stringType(), text);
	}

	private static <T> TypedValue value(Type<T> type, T value) {
		return TypedValue.of(type, value);
	}

	private final class Counter implements StatefulFunction {

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(COUNT, LAST);
		}

		@Override
		public void apply(Context context, Message message) {
			String text = message.as(String.class);
			if (text.equals("fail")) {
				throw new IllegalStateException("fail");
			}
			long count = context.storage().get(COUNT).orElse(0L);
			StateMessagesTests.this.calls
				.add("%s count=%d last=%s".formatted(text, count, context.storage().get(LAST).orElse(null)));
			context.storage().set(COUNT, count + 1);
		}

	}

	private final class Recorder implements InvocationRecorder {

		@Override
		public void record(FunctionDefinition function, String messageType, int count, long nanoseconds,
				@Nullable Throwable failure) {
			StateMessagesTests.this.invocations.add(count);
		}

		@Override
		public void recordStateAccess(FunctionDefinition function, StateAccessOutcome outcome) {
			StateMessagesTests.this.outcomes.add(outcome);
		}

	}

}
