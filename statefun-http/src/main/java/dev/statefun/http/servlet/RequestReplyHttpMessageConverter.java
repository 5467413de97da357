package dev.statefun.http.servlet;

import java.io.IOException;

import com.google.protobuf.ByteString;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.util.unit.DataSize;

/**
 * Reads requests of the engine, and writes answers, for controllers of the application.
 */
public final class RequestReplyHttpMessageConverter extends AbstractHttpMessageConverter<Object> {

	private final RequestReplyProtocol protocol;

	private final int maxRequestSize;

	/**
	 * Create a converter.
	 * @param protocol reads requests and writes answers
	 * @param maxRequestSize the largest size of a request
	 */
	public RequestReplyHttpMessageConverter(RequestReplyProtocol protocol, DataSize maxRequestSize) {
		super(MediaType.APPLICATION_OCTET_STREAM);
		this.protocol = protocol;
		this.maxRequestSize = Math.toIntExact(maxRequestSize.toBytes());
	}

	@Override
	public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
		return type == InvocationBatch.class && canRead(mediaType);
	}

	@Override
	public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
		return InvocationResult.class.isAssignableFrom(type) && canWrite(mediaType);
	}

	@Override
	protected boolean supports(Class<?> type) {
		throw new UnsupportedOperationException("What can be read cannot be written");
	}

	@Override
	protected Object readInternal(Class<?> type, HttpInputMessage message) throws IOException {
		return this.protocol.decode(RequestBody.read(message.getBody(), message.getHeaders().getContentLength(),
				this.maxRequestSize, (bytes) -> true));
	}

	@Override
	protected void writeInternal(Object result, HttpOutputMessage message) throws IOException {
		ByteString response = this.protocol.encode((InvocationResult) result);
		message.getHeaders().setContentLength(response.size());
		response.writeTo(message.getBody());
	}

}
