package dev.statefun.http.reactive;

import java.nio.ByteBuffer;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractEncoder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Writes answers to the engine in Spring WebFlux: one result to one buffer with the whole
 * body. The encoder copies the body into a buffer of the server and then
 * {@linkplain InvocationResult#release() releases} the result, whose memory another
 * answer uses. So each result can be encoded once.
 * <p>
 * The endpoint uses the application's own {@code Encoder<InvocationResult>} bean instead
 * if there is one. Such an encoder may extend this class, as one that encrypts bodies:
 *
 * <pre class="code">
 * &#064;Bean
 * Encoder&lt;InvocationResult&gt; encryptingEncoder(RequestReplyProtocol protocol, Keys keys) {
 *     return new InvocationResultEncoder(protocol) {
 *
 *         &#064;Override
 *         public DataBuffer encodeValue(InvocationResult result, DataBufferFactory buffers, ResolvableType type,
 *                 MimeType mimeType, Map&lt;String, Object&gt; hints) {
 *             return keys.encrypt(super.encodeValue(result, buffers, type, mimeType, hints));
 *         }
 *
 *     };
 * }
 * </pre> Safe for use by many threads.
 *
 * @since 0.1.0
 */
public class InvocationResultEncoder extends AbstractEncoder<InvocationResult> {

	private final RequestReplyProtocol protocol;

	/**
	 * Create an encoder.
	 * @param protocol writes answers
	 */
	public InvocationResultEncoder(RequestReplyProtocol protocol) {
		super(MimeTypeUtils.APPLICATION_OCTET_STREAM);
		this.protocol = protocol;
	}

	@Override
	public boolean canEncode(ResolvableType elementType, @Nullable MimeType mimeType) {
		return InvocationResult.class.isAssignableFrom(elementType.toClass()) && super.canEncode(elementType, mimeType);
	}

	@Override
	public Flux<DataBuffer> encode(Publisher<? extends InvocationResult> results, DataBufferFactory bufferFactory,
			ResolvableType elementType, @Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
		return Flux.from(results).map((result) -> encodeValue(result, bufferFactory, elementType, mimeType, hints));
	}

	@Override
	public DataBuffer encodeValue(InvocationResult result, DataBufferFactory bufferFactory, ResolvableType valueType,
			@Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
		ByteString body = this.protocol.encode(result);
		DataBuffer buffer = bufferFactory.allocateBuffer(body.size());
		for (ByteBuffer part : body.asReadOnlyByteBufferList()) {
			buffer.write(part);
		}
		// Not when the answer has been written: Reactor Netty may still read it then
		result.release();
		return buffer;
	}

}
