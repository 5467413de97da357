package dev.statefun.dispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.internal.EngineProtocol;
import dev.statefun.testing.EngineRequest;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Any HTTP server gets bytes and a status for bytes.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpAnswerTests {

	private static final ValueSpec<Integer> SEEN = ValueSpec.of("seen", Types.integerType());

	private static final TypeRegistry TYPES = new TypeRegistry(List.of(), List.of());

	private static final String TYPE = "demo/counter";

	@ParameterizedTest
	@EnumSource
	void whenARequestIsHandledThenTheBodyHasTheEffects(ProtocolVersion version) {
		HttpAnswer answer = RequestReplyHandler.of(counter()).answer(request(version, "ada")).join();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(EngineProtocol.decode(version, ByteString.copyFrom(answer.body())))
			.isEqualTo(Completed.of(version, List.of(new Mutation("seen", TYPES.serialize(1))), List.of()));
	}

	@Test
	void whenTheBodyIsNotARequestThenItIsRefused() {
		assertThatFailed(RequestReplyHandler.of(counter()).answer(new byte[] { 1, 2, 3 }), 400);
		assertThatFailed(RequestReplyHandler.of(counter()).answer(new byte[0]), 400);
	}

	@Test
	void whenAFunctionFailsThenTheEngineSendsTheRequestAgainAndTheLogSaysWhy(CapturedOutput output) {
		FunctionDefinition failing = FunctionDefinition.of(TYPE, (context, message) -> {
			throw new IllegalStateException("Oops");
		});
		assertThatFailed(RequestReplyHandler.of(failing).answer(request(ProtocolVersion.V3, "ada")), 500);
		assertThat(output).contains("demo/counter failed for id 'ada'", "IllegalStateException: Oops");
	}

	@Test
	void whenThereIsNoSuchFunctionThenTheEngineSendsTheRequestAgain() {
		assertThatFailed(RequestReplyHandler.of().answer(request(ProtocolVersion.V3, "ada")), 500);
	}

	@Test
	void whenTheInstanceIsAtWorkThenTheEngineSendsTheRequestAgain() {
		CompletableFuture<Void> work = new CompletableFuture<>();
		RequestReplyHandler handler = RequestReplyHandler.of(pending(work));
		CompletableFuture<HttpAnswer> first = handler.answer(request(ProtocolVersion.V3, "ada", 1));
		assertThatFailed(handler.answer(request(ProtocolVersion.V3, "ada", 2)), 503);
		assertThat(first).isNotDone();
		work.complete(null);
		assertThat(first.join().status()).isEqualTo(200);
	}

	@Test
	void whenAnAsynchronousFunctionFailsThenTheEngineSendsTheRequestAgain() {
		CompletableFuture<Void> work = new CompletableFuture<>();
		CompletableFuture<HttpAnswer> answer = RequestReplyHandler.of(pending(work))
			.answer(request(ProtocolVersion.V3, "ada"));
		work.completeExceptionally(new IllegalStateException("Oops"));
		assertThatFailed(answer, 500);
	}

	@Test
	void whenNobodyWaitsAnyMoreThenTheInstanceIsFree() {
		RequestReplyHandler handler = RequestReplyHandler.of(pending(new CompletableFuture<>()));
		CompletableFuture<HttpAnswer> first = handler.answer(request(ProtocolVersion.V3, "ada", 1));
		first.completeExceptionally(new TimeoutException());
		assertThat(handler.answer(request(ProtocolVersion.V3, "ada", 2))).isNotDone();
	}

	@Test
	void whenStatesAreDeclaredForAFunctionThenTheyReplaceItsOwn() {
		FunctionDefinition definition = FunctionDefinition.of(TYPE, new StatefulFunction() {

			@Override
			public void apply(Context context, Message message) {
			}

			@Override
			public List<ValueSpec<?>> states() {
				return List.of(ValueSpec.of("own", Types.stringType()));
			}

		}).withStates(SEEN);
		assertThat(definition.states()).containsExactly(SEEN);
		assertThatExceptionOfType(InvalidFunctionException.class).isThrownBy(() -> definition.withStates(SEEN, SEEN))
			.withMessageContaining("several states of the same name");
	}

	private static FunctionDefinition counter() {
		return FunctionDefinition
			.of(TYPE, (context, message) -> context.storage().value(SEEN).update(0, (seen) -> seen + 1))
			.withStates(SEEN);
	}

	private static FunctionDefinition pending(CompletionStage<?> work) {
		return FunctionDefinition.ofAsync(TYPE, (context, message) -> work);
	}

	private static void assertThatFailed(CompletableFuture<HttpAnswer> answer, int status) {
		assertThat(answer).isCompletedWithValueMatching((value) -> value.status() == status && value.body().length == 0,
				"status " + status + " without a body");
	}

	private static byte[] request(ProtocolVersion version, String id) {
		return (version == ProtocolVersion.V2)
				? EngineRequest.v2(TYPE, id, "seen", "type.googleapis.com/google.protobuf.Int32Value", ByteString.EMPTY)
				: request(version, id, 0);
	}

	private static byte[] request(ProtocolVersion version, String id, int value) {
		TypedValue message = TYPES.serialize(value);
		return EngineRequest.v3(TYPE, id, "seen", message.typeName(), message.bytes());
	}

}
