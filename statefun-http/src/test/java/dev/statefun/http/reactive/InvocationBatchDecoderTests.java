package dev.statefun.http.reactive;

import java.nio.ByteBuffer;

import com.google.protobuf.ByteString;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import dev.statefun.testing.EngineRequest;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InvocationBatchDecoderTests {

	private static final ResolvableType BATCH = ResolvableType.forClass(InvocationBatch.class);

	private static final byte[] REQUEST = EngineRequest.v3("demo/function", "ada", "none", "demo/Text",
			ByteString.copyFromUtf8("hello"));

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

	private final NettyDataBufferFactory nettyBuffers = new NettyDataBufferFactory(this.allocator);

	private final InvocationBatchDecoder decoder = new InvocationBatchDecoder(RequestReplyProtocol.detecting());

	@Test
	void whenABatchIsWantedThenOnlyOctetStreamsAreRead() {
		assertThat(this.decoder.canDecode(BATCH, MimeTypeUtils.APPLICATION_OCTET_STREAM)).isTrue();
		assertThat(this.decoder.canDecode(BATCH, MimeTypeUtils.APPLICATION_JSON)).isFalse();
		assertThat(this.decoder.canDecode(ResolvableType.forClass(InvocationResult.class),
				MimeTypeUtils.APPLICATION_OCTET_STREAM))
			.isFalse();
		assertThat(
				this.decoder.canDecode(ResolvableType.forClass(Object.class), MimeTypeUtils.APPLICATION_OCTET_STREAM))
			.isFalse();
	}

	@Test
	void whenABufferIsOfTheServerThenItIsReadAndReleased() {
		DataBuffer buffer = this.nettyBuffers.allocateBuffer(1000).write(REQUEST);
		assertIsTheRequest(decode(buffer));
		assertThat(this.allocator.metric().usedHeapMemory()).isZero();
	}

	@Test
	void whenABufferWrapsAPartOfAnArrayThenThatPartIsRead() {
		byte[] array = new byte[REQUEST.length + 20];
		System.arraycopy(REQUEST, 0, array, 10, REQUEST.length);
		DefaultDataBufferFactory buffers = DefaultDataBufferFactory.sharedInstance;
		assertIsTheRequest(decode(buffers.wrap(ByteBuffer.wrap(array, 10, REQUEST.length))));
		assertIsTheRequest(decode(buffers.wrap(ByteBuffer.wrap(REQUEST).asReadOnlyBuffer())));
		assertIsTheRequest(decode(buffers.wrap(array).readPosition(10).writePosition(10 + REQUEST.length)));
	}

	@Test
	void whenABufferWrapsAWholeArrayThenTheBatchRefersToIt() {
		byte[] array = REQUEST.clone();
		InvocationBatch batch = decode(DefaultDataBufferFactory.sharedInstance.wrap(array));
		array[array.length - 1]++;
		assertThat(batch.invocations().get(0).argument().bytes().toStringUtf8()).isEqualTo("hellp");
	}

	@Test
	void whenABodyIsNotARequestThenTheExceptionSaysWhyAndTheBufferIsReleased() {
		DataBuffer buffer = this.nettyBuffers.allocateBuffer(3).write(new byte[] { 1, 2, 3 });
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(buffer))
			.withMessageContaining("not a request of an engine")
			.withCauseInstanceOf(MalformedRequestException.class);
		assertThat(this.allocator.metric().usedHeapMemory()).isZero();
	}

	@Test
	void whenARequestIsOfAnotherProtocolThenTheExceptionSaysSo() {
		InvocationBatchDecoder legacy = new InvocationBatchDecoder(RequestReplyProtocol.of(ProtocolVersion.V2));
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(REQUEST);
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> legacy.decode(buffer, BATCH, MimeTypeUtils.APPLICATION_OCTET_STREAM, null))
			.withCauseInstanceOf(ProtocolMismatchException.class);
	}

	private InvocationBatch decode(DataBuffer buffer) {
		return this.decoder.decode(buffer, BATCH, MimeTypeUtils.APPLICATION_OCTET_STREAM, null);
	}

	private static void assertIsTheRequest(InvocationBatch batch) {
		assertThat(batch.target()).hasToString("demo/function/ada");
		assertThat(batch.invocations()).singleElement()
			.satisfies((invocation) -> assertThat(invocation.argument().bytes().toStringUtf8()).isEqualTo("hello"));
	}

}
