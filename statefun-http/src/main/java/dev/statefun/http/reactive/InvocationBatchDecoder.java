package dev.statefun.http.reactive;

import java.nio.ByteBuffer;
import java.util.Map;

import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractDataBufferDecoder;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBuffer;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Reads requests of the engine in Spring WebFlux: one buffer with the whole body to one
 * batch.
 * <p>
 * The endpoint uses the application's own {@code Decoder<InvocationBatch>} bean instead
 * if there is one. Such a decoder may extend this class, as one that decrypts bodies:
 *
 * <pre class="code">
 * &#064;Bean
 * Decoder&lt;InvocationBatch&gt; decryptingDecoder(RequestReplyProtocol protocol, Keys keys) {
 *     return new InvocationBatchDecoder(protocol) {
 *
 *         &#064;Override
 *         public InvocationBatch decode(DataBuffer body, ResolvableType type, MimeType mimeType,
 *                 Map&lt;String, Object&gt; hints) {
 *             return super.decode(keys.decrypt(body), type, mimeType, hints);
 *         }
 *
 *     };
 * }
 * </pre> Safe for use by many threads.
 *
 * @since 0.1.0
 */
public class InvocationBatchDecoder extends AbstractDataBufferDecoder<InvocationBatch> {

	private final RequestReplyProtocol protocol;

	/**
	 * Create a decoder.
	 * @param protocol reads requests
	 */
	public InvocationBatchDecoder(RequestReplyProtocol protocol) {
		super(MimeTypeUtils.APPLICATION_OCTET_STREAM);
		this.protocol = protocol;
	}

	@Override
	public boolean canDecode(ResolvableType elementType, @Nullable MimeType mimeType) {
		return elementType.toClass() == InvocationBatch.class && super.canDecode(elementType, mimeType);
	}

	/**
	 * Read a request, and release its buffer.
	 * @param buffer the whole body. If the buffer wraps a whole array, the batch refers
	 * to that array, which must not change afterwards
	 * @throws DecodingException if the body is not a request of an engine, or of another
	 * protocol than the one that is spoken
	 */
	@Override
	public InvocationBatch decode(DataBuffer buffer, ResolvableType targetType, @Nullable MimeType mimeType,
			@Nullable Map<String, Object> hints) throws DecodingException {
		byte[] request = bytes(buffer);
		try {
			return this.protocol.decode(request);
		}
		catch (MalformedRequestException | ProtocolMismatchException ex) {
			throw new DecodingException(String.valueOf(ex.getMessage()), ex);
		}
	}

	/** The endpoint's buffers wrap whole arrays: a copy would cost 1 ns for 10 bytes. */
	private static byte[] bytes(DataBuffer buffer) {
		if (buffer instanceof DefaultDataBuffer onHeap) {
			ByteBuffer content = onHeap.getNativeBuffer();
			if (content.hasArray() && content.array().length == buffer.readableByteCount()) {
				return content.array();
			}
		}
		return copy(buffer);
	}

	/** Copy the rest of a buffer, and release it. */
	static byte[] copy(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

}
