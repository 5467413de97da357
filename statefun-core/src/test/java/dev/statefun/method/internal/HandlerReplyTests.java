package dev.statefun.method.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.dispatch.Answers;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationRecorder;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.io.internal.AskFailure;
import dev.statefun.io.internal.Asks;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of the values that handlers return.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerReplyTests {

	private static final Address OTHER = Address.of("other/caller", "bob");

	private static final Address GATEWAY = Address.of(Asks.GATEWAYS + "/shop", "demo/replying|ada|1");

	private final FunctionFixture fixture = new FunctionFixture();

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAHandlerReturnsAValueThenTheCallerGetsIt(ProtocolVersion version) {
		this.fixture.discover(Replying.class);
		assertThat(send(version, OTHER, "demo/replying", "value", 1, 2L)).containsExactly(reply(OTHER, "got value"),
				reply(OTHER, 2), reply(OTHER, 3L));
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenThereIsNoCallerThenTheValueIsDropped(ProtocolVersion version) {
		this.fixture.discover(Replying.class);
		assertThat(send(version, null, "demo/replying", "value", 1, 2L)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenNullIsReturnedThenOnlyAGatewayIsTold(ProtocolVersion version) {
		this.fixture.discover(Replying.class);
		assertThat(send(version, OTHER, "demo/replying", "null")).isEmpty();
		assertThat(send(version, GATEWAY, "demo/replying", "null")).containsExactly(new Send(GATEWAY, Asks.NOTHING));
	}

	@Test
	void whenAnEgressMessageIsReturnedThenItGoesToItsEgress() {
		this.fixture.discover(Emitting.class);
		assertThat(send(ProtocolVersion.V3, null, "demo/emitting", "x")).singleElement()
			.isInstanceOfSatisfying(SendEgress.class,
					(sent) -> assertThat(sent.egress()).isEqualTo(TypeName.parse("demo/records")));
		assertThat(send(ProtocolVersion.V3, OTHER, "demo/emitting", 1)).singleElement().isInstanceOf(SendEgress.class);
	}

	@Test
	void whenAHandlerReturnsNothingThenAGatewayIsToldThatItIsDone() {
		this.fixture.discover(Silent.class);
		assertThat(send(ProtocolVersion.V3, OTHER, "demo/silent", "x", 1)).isEmpty();
		assertThat(send(ProtocolVersion.V3, GATEWAY, "demo/silent", "x", 1))
			.containsExactly(new Send(GATEWAY, Asks.HANDLED), new Send(GATEWAY, Asks.HANDLED));
	}

	@Test
	void whenAHandlerRepliesByItselfThenAGatewayIsToldNoMore() {
		this.fixture.discover(Silent.class);
		assertThat(send(ProtocolVersion.V3, GATEWAY, "demo/silent", true)).containsExactly(reply(GATEWAY, "explicit"));
	}

	@Test
	void whenTheCallerOfThisApplicationHandlesTheTypeThenItGetsTheValue() {
		this.fixture.discover(Replying.class, Silent.class, Everything.class);
		Address silent = Address.of("demo/silent", "ada");
		Address everything = Address.of("demo/everything", "ada");
		assertThat(send(ProtocolVersion.V3, silent, "demo/replying", "value"))
			.containsExactly(reply(silent, "got value"));
		assertThat(send(ProtocolVersion.V3, everything, "demo/replying", 2L)).containsExactly(reply(everything, 3L));
	}

	@Test
	void whenTheCallerOfThisApplicationIsNotKnownToHandleTheTypeThenTheValueIsDroppedAndCounted(CapturedOutput output) {
		this.fixture.discover(Replying.class, Silent.class, Bare.class);
		List<String> dropped = new ArrayList<>();
		InvocationRecorder recorder = new DroppedReplies(dropped);
		for (String caller : List.of("demo/silent", "demo/bare")) {
			assertThat(send(recorder, ProtocolVersion.V3, Address.of(caller, "bob"), "demo/replying", 2L, 2L))
				.isEmpty();
		}
		assertThat(dropped).containsExactly("demo/replying to demo/silent", "demo/replying to demo/silent",
				"demo/replying to demo/bare", "demo/replying to demo/bare");
		assertThat(output.toString().split("is dropped when demo/silent is the caller", -1)).hasSize(2);
	}

	@Test
	void whenAnInstanceSendsItselfAMessageThenItGetsNoReply() {
		this.fixture.discover(Replying.class);
		assertThat(send(ProtocolVersion.V3, Address.of("demo/replying", "ada"), "demo/replying", "value")).isEmpty();
	}

	@Test
	void whenAMessageOfAGatewayCanNeverSucceedThenItIsToldAndOthersAreHandled() {
		this.fixture.discover(Replying.class);
		assertThat(send(ProtocolVersion.V3, GATEWAY, "demo/replying", "invalid", "value")).containsExactly(
				new Send(GATEWAY, new AskFailure(Invalid.class.getName(), "never").toValue()),
				reply(GATEWAY, "got value"));
		assertThat(send(ProtocolVersion.V3, GATEWAY, "demo/replying", true)).singleElement()
			.isInstanceOfSatisfying(Send.class, (sent) -> assertThat(AskFailure.from(sent.argument().bytes()).message())
				.contains("demo/replying has no handler"));
		assertThat(send(ProtocolVersion.V3, GATEWAY, "demo/unknown", true)).singleElement()
			.isInstanceOfSatisfying(Send.class,
					(sent) -> assertThat(AskFailure.from(sent.argument().bytes()).message()).contains("demo/unknown"));
	}

	@Test
	void whenAMessageOfAnotherCallerCanNeverSucceedThenTheRequestFails() {
		this.fixture.discover(Replying.class);
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> send(ProtocolVersion.V3, OTHER, "demo/replying", "invalid"));
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> send(ProtocolVersion.V3, GATEWAY, "demo/replying", "later"));
	}

	private Send reply(Address caller, Object value) {
		return new Send(caller, this.fixture.value(value));
	}

	private List<Outgoing> send(ProtocolVersion version, @Nullable Address caller, String type, Object... messages) {
		return send(null, version, caller, type, messages);
	}

	private List<Outgoing> send(@Nullable InvocationRecorder recorder, ProtocolVersion version,
			@Nullable Address caller, String type, Object... messages) {
		List<Invocation> invocations = new ArrayList<>();
		for (Object message : messages) {
			invocations.add(new Invocation(caller, this.fixture.value(message)));
		}
		InvocationBatch batch = new InvocationBatch(version, Address.of(type, "ada"), List.of(), invocations);
		return ((Completed) Answers.of(this.fixture.handler(recorder), batch)).outgoing();
	}

	@StatefunFunction("demo/replying")
	static class Replying {

		@StatefunHandler
		@Nullable String text(String text) {
			return switch (text) {
				case "null" -> null;
				case "invalid" -> throw new Invalid();
				case "later" -> throw new IllegalStateException("try again");
				default -> "got " + text;
			};
		}

		@StatefunHandler
		CompletionStage<Integer> stage(int number) {
			return CompletableFuture.supplyAsync(() -> number + 1);
		}

		@StatefunHandler
		Mono<Long> mono(long number) {
			return Mono.just(number + 1);
		}

	}

	@StatefunFunction("demo/emitting")
	static class Emitting {

		@StatefunHandler
		KafkaEgressMessage text(String text) {
			return KafkaEgressMessage.forEgress("demo/records").withTopic("t").withUtf8Value(text);
		}

		@StatefunHandler
		Mono<EgressMessage> number(int number) {
			return Mono.just(text("" + number));
		}

	}

	@StatefunFunction("demo/silent")
	static class Silent {

		@StatefunHandler
		void text(String text) {
		}

		@StatefunHandler
		CompletionStage<Void> number(int number) {
			return CompletableFuture.completedFuture(null);
		}

		@StatefunHandler
		void flag(boolean flag, Context context) {
			context.reply("explicit");
		}

	}

	@StatefunFunction("demo/everything")
	static class Everything {

		@StatefunHandler
		void any(Message message) {
		}

	}

	@StatefunFunction("demo/bare")
	static class Bare implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
			message.as(String.class);
		}

	}

	private static final class Invalid extends RuntimeException implements dev.statefun.error.PermanentFailure {

		Invalid() {
			super("never");
		}

	}

	private record DroppedReplies(List<String> dropped) implements InvocationRecorder {

		@Override
		public void record(FunctionDefinition function, String messageType, int invocations, long nanoseconds,
				@Nullable Throwable failure) {
		}

		@Override
		public void recordDroppedReply(FunctionDefinition function, TypeName caller) {
			this.dropped.add(function.typeName() + " to " + caller);
		}

	}

}
