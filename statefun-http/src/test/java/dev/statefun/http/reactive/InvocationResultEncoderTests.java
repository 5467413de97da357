package dev.statefun.http.reactive;

import java.util.List;
import java.util.function.Supplier;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.EgressMessage;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class InvocationResultEncoderTests {

	private static final ResolvableType RESULT = ResolvableType.forClass(InvocationResult.class);

	private static final List<DataBufferFactory> FACTORIES = List.of(DefaultDataBufferFactory.sharedInstance,
			new NettyDataBufferFactory(new UnpooledByteBufAllocator(false)));

	private final RequestReplyProtocol protocol = RequestReplyProtocol.detecting();

	private final InvocationResultEncoder encoder = new InvocationResultEncoder(this.protocol);

	@Test
	void whenAResultOfAnyKindIsGivenThenOnlyOctetStreamsAreWritten() {
		assertThat(this.encoder.canEncode(RESULT, MimeTypeUtils.APPLICATION_OCTET_STREAM)).isTrue();
		assertThat(this.encoder.canEncode(ResolvableType.forClass(Completed.class),
				MimeTypeUtils.APPLICATION_OCTET_STREAM))
			.isTrue();
		assertThat(this.encoder.canEncode(RESULT, MimeTypeUtils.APPLICATION_JSON)).isFalse();
		assertThat(this.encoder.canEncode(ResolvableType.forClass(InvocationBatch.class),
				MimeTypeUtils.APPLICATION_OCTET_STREAM))
			.isFalse();
	}

	/** The protocol does not copy values from 32 KB on: the bytes have several parts. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 10, 100_000 })
	void whenTheValuesHaveAnySizeThenTheAnswerIsOneBuffer(int size) {
		TypedValue value = new TypedValue("demo/Text", ByteString.copyFrom(new byte[size]));
		assertIsEncoded(() -> Completed.of(ProtocolVersion.V3,
				List.of(new Mutation("first", value), new Mutation("second", value)), List.of()));
	}

	@Test
	void whenStatesAreMissingThenTheAnswerIsOneBuffer() {
		assertIsEncoded(() -> new Incomplete(List.of(ValueSpec.of("missing", Types.stringType()))));
	}

	@Test
	void whenTheMemoryOfAResultIsUsedAgainThenTheBufferKeepsItsBytes() {
		byte[] first = this.protocol.encode(answer("first")).toByteArray();
		for (DataBufferFactory buffers : FACTORIES) {
			InvocationResult result = answer("first");
			DataBuffer encoded = this.encoder.encodeValue(result, buffers, RESULT,
					MimeTypeUtils.APPLICATION_OCTET_STREAM, null);
			assertThatIllegalStateException().isThrownBy(() -> this.protocol.encode(result))
				.withMessageContaining("released");
			answer("other");
			assertThat(InvocationBatchDecoder.copy(encoded)).isEqualTo(first);
		}
	}

	/** Its buffer is one of the protocol's pool. */
	private InvocationResult answer(String text) {
		RequestReplyHandler handler = RequestReplyHandler
			.builder(FunctionRegistry.of(FunctionDefinition.of("demo/echo",
					(context, message) -> context.send(EgressMessage.of("demo/out", text)))))
			.protocol(this.protocol)
			.build();
		return handler
			.handle(new InvocationBatch(ProtocolVersion.V3, Address.of("demo/echo", "ada"), List.of(),
					List.of(new Invocation(null, new TypedValue("demo/Text", ByteString.EMPTY)))))
			.join();
	}

	private void assertIsEncoded(Supplier<InvocationResult> results) {
		for (DataBufferFactory buffers : FACTORIES) {
			byte[] expected = this.protocol.encode(results.get()).toByteArray();
			List<DataBuffer> encoded = this.encoder
				.encode(Mono.just(results.get()), buffers, RESULT, MimeTypeUtils.APPLICATION_OCTET_STREAM, null)
				.collectList()
				.block();
			assertThat(encoded).singleElement().extracting(InvocationBatchDecoder::copy).isEqualTo(expected);
		}
	}

}
