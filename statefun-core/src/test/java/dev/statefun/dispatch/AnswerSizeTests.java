package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.error.AnswerTooLargeException;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers that are larger than the engine takes.
 */
class AnswerSizeTests {

	private static final Address OTHER = Address.of("demo/other", "x");

	private static final int LIMIT = 100_000;

	private static final Type<ByteString> BYTES = Types.bytes("demo/bytes");

	private static final ValueSpec<String> TEXT = ValueSpec.of("text", Types.stringType());

	private static final ValueSpec<ByteString> BLOB = ValueSpec.of("blob", BYTES);

	private static final ValueSpec<Any> PROTO = ValueSpec.of("proto", Types.protobuf(Any.class));

	private final TypeRegistry types = new TypeRegistry(List.of(BYTES), List.of());

	private final List<FailedInvocation> failures = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "V2, text", "V2, bytes", "V2, egress", "V2, pieces", "V2, state text", "V2, state blob", "V2, both",
			"V3, text", "V3, bytes", "V3, egress", "V3, pieces", "V3, state text", "V3, state blob", "V3, both" })
	void whenTheEffectsOfAMessageAreTooLargeThenItAloneFailsForGood(ProtocolVersion version, String effect) {
		InvocationResult result = Answers.of(handler(LIMIT), batch(version, "before", effect, "after"));
		assertThat(result).isEqualTo(Completed.of(version, List.of(), List.of(sent("before"), sent("after"))));
		assertThat(this.failures).singleElement().satisfies((failed) -> {
			assertThat(failed.isPermanent()).isTrue();
			assertThat(failed.message().as(String.class)).isEqualTo(effect);
			assertThat(failed.cause()).isInstanceOf(AnswerTooLargeException.class)
				.hasMessageContainingAll("demo/large", "'ada'", "100000", "statefun.max-response-size");
		});
	}

	/** Nobody knows the size of such a state before it is written, after all messages. */
	@ParameterizedTest
	@EnumSource
	void whenAMessageIsAloneThenItFailsForGoodWhateverItsEffects(ProtocolVersion version) {
		InvocationResult result = Answers.of(handler(LIMIT), batch(version, "state proto"));
		assertThat(result).isEqualTo(Completed.of(version, List.of(), List.of()));
		assertThat(this.failures).singleElement()
			.satisfies((failed) -> assertThat(failed.cause()).isInstanceOf(AnswerTooLargeException.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "half", "state proto" })
	void whenMessagesAreTooLargeTogetherThenTheRequestFailsAndNamesTheRemedy(String effect) {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> Answers.of(handler(LIMIT), batch(ProtocolVersion.V3, effect, "half", "half")))
			.withMessageContainingAll("all 3 messages", "'ada'", "100000", "max-num-batch-requests",
					"statefun.max-response-size");
		assertThat(this.failures).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whenAnAnswerIsAsLargeAsAllowedThenItIsSent(ProtocolVersion version) {
		InvocationResult result = Answers.of(handler(LIMIT), batch(version, "half", "state half"));
		int size = RequestReplyProtocol.of(version).encode(result).size();
		assertThat(Answers.of(handler(size), batch(version, "half", "state half"))).isEqualTo(result);
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> Answers.of(handler(size - 1), batch(version, "half", "state half")))
			.withMessageContaining("has %d bytes, and may have %d", size, size - 1);
	}

	@Test
	void whenNothingIsConfiguredThenTheLimitOfTheAsyncTransportCounts() {
		RequestReplyHandler handler = builder().build();
		assertThat(Answers.of(handler, batch(ProtocolVersion.V3, "33 MB")))
			.isEqualTo(Completed.of(ProtocolVersion.V3, List.of(), List.of()));
		assertThat(this.failures).hasSize(1);
		Completed legacy = (Completed) Answers.of(handler, batch(ProtocolVersion.V2, "33 MB"));
		assertThat(legacy.outgoing()).hasSize(2);
	}

	private RequestReplyHandler handler(int limit) {
		return builder().maxResponseSize(limit).build();
	}

	private RequestReplyHandler.Builder builder() {
		return RequestReplyHandler.builder(FunctionRegistry.of(FunctionDefinition.of("demo/large", new Large())))
			.types(this.types)
			.errors(ErrorHandling.of(List.of((failed) -> {
				this.failures.add(failed);
				return failed.isPermanent() ? ErrorAction.skip() : ErrorAction.next();
			})));
	}

	private InvocationBatch batch(ProtocolVersion version, String... arguments) {
		List<Invocation> invocations = new ArrayList<>();
		for (String argument : arguments) {
			invocations.add(new Invocation(null, this.types.serialize(argument)));
		}
		return new InvocationBatch(version, Address.of("demo/large", "ada"), List.of(new PersistedValue("text", null),
				new PersistedValue("blob", null), new PersistedValue("proto", null)), invocations);
	}

	private Send sent(String text) {
		return new Send(OTHER, this.types.serialize(text));
	}

	private static TypedValue bytes(int size) {
		return new TypedValue("demo/bytes", ByteString.copyFrom(new byte[size]));
	}

	private static final class Large implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
			context.send(OTHER, message);
			switch (message.as(String.class)) {
				case "text" -> context.send(OTHER, "x".repeat(LIMIT));
				case "bytes" -> context.send(OTHER, bytes(LIMIT));
				case "egress" -> context.send(EgressMessage.of("demo/out", bytes(LIMIT)));
				case "pieces" -> {
					for (int i = 0; i < 100; i++) {
						context.send(OTHER, "x".repeat(LIMIT / 100));
					}
				}
				case "half" -> context.send(OTHER, "x".repeat(LIMIT / 2 - 500));
				case "state text" -> context.storage().value(TEXT).set("x".repeat(LIMIT));
				case "state blob" -> context.storage().value(BLOB).set(ByteString.copyFrom(new byte[LIMIT]));
				case "state proto" -> context.storage()
					.value(PROTO)
					.set(Any.newBuilder().setValue(ByteString.copyFrom(new byte[LIMIT])).build());
				case "state half" -> context.storage().value(TEXT).set("x".repeat(LIMIT / 2 - 500));
				case "both" -> {
					context.storage().value(TEXT).set("x".repeat(LIMIT / 2));
					context.send(OTHER, "x".repeat(LIMIT / 2));
				}
				case "33 MB" -> context.send(OTHER, bytes(33 << 20));
				default -> {
				}
			}
		}

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(TEXT, BLOB, PROTO);
		}

	}

}
