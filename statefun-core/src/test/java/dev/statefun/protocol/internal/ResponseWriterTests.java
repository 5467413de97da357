package dev.statefun.protocol.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.reference.v3.FromFunction;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ResponseWriterTests {

	private static final Address TARGET = Address.of("demo/target", "x");

	private static final TypedValue SMALL = new TypedValue("demo/value", ByteString.copyFromUtf8("small"));

	private static final TypedValue LARGE = new TypedValue("demo/value", ByteString.copyFrom(new byte[100_000]));

	private final RequestReplyProtocol protocol = RequestReplyProtocol.detecting();

	@ParameterizedTest
	@EnumSource
	void whenAValueIsLargeThenItIsNotCopied(ProtocolVersion version) {
		ResponseWriter writer = writer(version);
		writer.send(TARGET, SMALL);
		writer.mutate("document", LARGE);
		Completed answer = writer.finish();
		assertThat(this.protocol.encode(answer).asReadOnlyByteBufferList()).hasSizeGreaterThan(1)
			.anySatisfy((part) -> assertThat(part.remaining()).isEqualTo(100_000));
		assertThat(answer)
			.isEqualTo(
					Completed.of(version, List.of(new Mutation("document", LARGE)), List.of(new Send(TARGET, SMALL))))
			.isEqualTo(answer.copy());
	}

	@ParameterizedTest
	@EnumSource
	void whenLargeValuesAreUndoneThenNothingOfThemRemains(ProtocolVersion version) {
		ResponseWriter writer = writer(version);
		writer.send(TARGET, LARGE);
		int position = writer.position();
		writer.send(TARGET, LARGE);
		writer.send(TARGET, SMALL);
		writer.backTo(position);
		writer.send(TARGET, SMALL);
		assertThat(writer.finish())
			.isEqualTo(Completed.of(version, List.of(), List.of(new Send(TARGET, LARGE), new Send(TARGET, SMALL))));
		ResponseWriter another = writer(version);
		another.send(TARGET, LARGE);
		another.backTo(writer(version).position());
		assertThat(another.finish()).isEqualTo(Completed.of(version, List.of(), List.of()));
	}

	@Test
	void whenMetadataIsLargeThenItIsSentWhole() throws Exception {
		ResponseWriter writer = writer(ProtocolVersion.V3);
		writer.send(TARGET, LARGE);
		writer.metadata(Map.of("header", LARGE.bytes()));
		writer.send(TARGET, SMALL);
		var sent = FromFunction.parseFrom(this.protocol.encode(writer.finish()))
			.getInvocationResult()
			.getOutgoingMessages(1)
			.getArgument();
		assertThat(sent.getValue()).isEqualTo(SMALL.bytes());
		assertThat(sent.getUnknownFields().toByteString().size()).isGreaterThan(100_000);
	}

	@Test
	void whenAnAnswerIsRewrittenThenItsMessagesKeepTheirMetadata() {
		ResponseWriter writer = writer(ProtocolVersion.V3);
		writer.send(TARGET, SMALL);
		writer.metadata(Map.of("traceparent", ByteString.copyFromUtf8("00-1-2-01")));
		writer.send(TARGET, LARGE);
		writer.sendAfter(Duration.ofSeconds(1), TARGET, SMALL, "token");
		writer.metadata(Map.of());
		writer.sendAfter(Duration.ofSeconds(2), TARGET, SMALL, null);
		Completed answer = writer.finish();
		assertThat(Completed.of(ProtocolVersion.V3, answer.mutations(), answer.outgoing())).isEqualTo(answer);
		assertThat(answer.outgoing().get(1))
			.isEqualTo(new Send(TARGET, LARGE, Map.of("traceparent", ByteString.copyFromUtf8("00-1-2-01"))));
	}

	@Test
	void whenAnAnswerIsFinishedThenItsWriterCannotAddToIt() {
		ResponseWriter writer = writer(ProtocolVersion.V3);
		writer.send(TARGET, LARGE);
		Completed answer = writer.finish();
		Completed before = answer.copy();
		assertThatIllegalStateException().isThrownBy(() -> writer.send(TARGET, LARGE))
			.withMessageContaining("finished");
		assertThatIllegalStateException().isThrownBy(() -> writer.mutate("count", 1));
		assertThat(answer).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE })
	void whenAStateIsANumberThenItIsWrittenAsItsTypeDoes(long number) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			ResponseWriter writer = writer(version);
			TypedValue value = TypedValue.of(Types.longType(), number);
			writer.mutate("count", number);
			Completed answer = writer.finish();
			assertThat(answer.mutations()).containsExactly(new Mutation("count", value));
			assertThat(answer).isEqualTo(Completed.of(version, List.of(new Mutation("count", value)), List.of()));
		}
	}

	@Test
	void whenAnAnswerIsReleasedThenItsCopyIsNot() {
		ResponseFactory responses = new ResponseFactory();
		ResponseWriter writer = responses.start(ProtocolVersion.V3, TARGET, 0);
		writer.send(TARGET, SMALL);
		Completed answer = writer.finish();
		Completed copy = answer.copy();
		answer.release();
		ResponseWriter next = responses.start(ProtocolVersion.V3, TARGET, 0);
		next.send(TARGET, new TypedValue("demo/another", ByteString.copyFromUtf8("other")));
		assertThat(copy).isEqualTo(Completed.of(ProtocolVersion.V3, List.of(), List.of(new Send(TARGET, SMALL))));
	}

	private static ResponseWriter writer(ProtocolVersion version) {
		return new ResponseFactory().start(version, TARGET, 0);
	}

}
