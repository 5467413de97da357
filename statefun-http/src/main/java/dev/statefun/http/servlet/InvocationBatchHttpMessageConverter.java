package dev.statefun.http.servlet;

import java.io.IOException;

import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.unit.DataSize;

/**
 * {@link org.springframework.http.converter.HttpMessageConverter HttpMessageConverter}
 * that reads requests of the engine: {@code application/octet-stream} to
 * {@link InvocationBatch}. Safe for use by many threads.
 * <p>
 * The endpoint uses it, unless the application has a bean of type
 * {@code HttpMessageConverter<InvocationBatch>}. That one can delegate to this class, for
 * example to decrypt bodies:
 *
 * <pre class="code">
 * &#64;Component
 * class DecryptingConverter extends AbstractHttpMessageConverter&lt;InvocationBatch&gt; {
 *
 * 	private final InvocationBatchHttpMessageConverter delegate;
 *
 * 	DecryptingConverter(RequestReplyProtocol protocol) {
 * 		super(MediaType.APPLICATION_OCTET_STREAM);
 * 		this.delegate = new InvocationBatchHttpMessageConverter(protocol, DataSize.ofMegabytes(64));
 * 	}
 *
 * 	&#64;Override
 * 	protected InvocationBatch readInternal(Class&lt;? extends InvocationBatch&gt; type, HttpInputMessage message)
 * 			throws IOException {
 * 		return this.delegate.read(type, decrypted(message));
 * 	}
 *
 * 	// …
 *
 * }</pre>
 *
 * A controller of the application can take an {@link InvocationBatch} as its
 * {@code @RequestBody} as well.
 *
 * @since 0.1.0
 * @see InvocationResultHttpMessageConverter
 */
public final class InvocationBatchHttpMessageConverter extends AbstractHttpMessageConverter<InvocationBatch> {

	private final RequestReplyProtocol protocol;

	private final int maxRequestSize;

	/**
	 * Create a converter.
	 * @param protocol reads requests
	 * @param maxRequestSize the largest body that is read. The endpoint has the same
	 * limit, and enforces it before any converter
	 */
	public InvocationBatchHttpMessageConverter(RequestReplyProtocol protocol, DataSize maxRequestSize) {
		super(MediaType.APPLICATION_OCTET_STREAM);
		this.protocol = protocol;
		this.maxRequestSize = Math.toIntExact(maxRequestSize.toBytes());
	}

	@Override
	protected boolean supports(Class<?> type) {
		return type == InvocationBatch.class;
	}

	@Override
	public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
		return false;
	}

	/**
	 * Read a request.
	 * @return the request
	 * @throws HttpMessageNotReadableException if the body is not a request, or is of
	 * another protocol than the one that is spoken
	 */
	@Override
	protected InvocationBatch readInternal(Class<? extends InvocationBatch> type, HttpInputMessage message)
			throws IOException {
		byte[] body = RequestBody.read(message.getBody(), message.getHeaders().getContentLength(), this.maxRequestSize);
		try {
			return this.protocol.decode(body);
		}
		catch (MalformedRequestException | ProtocolMismatchException ex) {
			throw new HttpMessageNotReadableException(String.valueOf(ex.getMessage()), ex, message);
		}
	}

	@Override
	protected void writeInternal(InvocationBatch batch, HttpOutputMessage message) {
		throw new UnsupportedOperationException("Only an engine writes requests");
	}

}
