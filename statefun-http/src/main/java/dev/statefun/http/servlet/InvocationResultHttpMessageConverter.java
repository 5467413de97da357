package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.OutputStream;

import com.google.protobuf.ByteString;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;

/**
 * {@link org.springframework.http.converter.HttpMessageConverter HttpMessageConverter}
 * that writes answers to the engine: {@link InvocationResult} to
 * {@code application/octet-stream}, with the length of the body. Safe for use by many
 * threads.
 * <p>
 * The endpoint uses it, unless the application has a bean of type
 * {@code HttpMessageConverter<InvocationResult>}, which may delegate to this class. Such
 * a converter must have written the whole body when it returns, since the memory of the
 * answer is used for another one afterwards. A controller of the application can return
 * an {@link InvocationResult} as its {@code @ResponseBody} as well.
 *
 * @since 0.1.0
 * @see InvocationBatchHttpMessageConverter
 */
public final class InvocationResultHttpMessageConverter extends AbstractHttpMessageConverter<InvocationResult> {

	private final RequestReplyProtocol protocol;

	/**
	 * Create a converter.
	 * @param protocol writes answers
	 */
	public InvocationResultHttpMessageConverter(RequestReplyProtocol protocol) {
		super(MediaType.APPLICATION_OCTET_STREAM);
		this.protocol = protocol;
	}

	@Override
	protected boolean supports(Class<?> type) {
		return InvocationResult.class.isAssignableFrom(type);
	}

	@Override
	public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
		return false;
	}

	@Override
	protected InvocationResult readInternal(Class<? extends InvocationResult> type, HttpInputMessage message) {
		throw new UnsupportedOperationException("Only an engine reads answers");
	}

	@Override
	protected void writeInternal(InvocationResult result, HttpOutputMessage message) throws IOException {
		ByteString body = this.protocol.encode(result);
		message.getHeaders().setContentLength(body.size());
		OutputStream stream = message.getBody();
		body.writeTo(stream);
	}

}
