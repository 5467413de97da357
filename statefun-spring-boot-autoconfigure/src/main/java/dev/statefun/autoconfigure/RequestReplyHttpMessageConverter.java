package dev.statefun.autoconfigure;

import java.io.IOException;
import java.io.InputStream;

import com.google.protobuf.ByteString;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.util.unit.DataSize;

/**
 * Reads requests of the engine, and writes answers.
 */
final class RequestReplyHttpMessageConverter extends AbstractHttpMessageConverter<Object> {

	private final RequestReplyProtocol protocol;

	private final DataSize maxRequestSize;

	RequestReplyHttpMessageConverter(RequestReplyProtocol protocol, DataSize maxRequestSize) {
		super(MediaType.APPLICATION_OCTET_STREAM);
		this.protocol = protocol;
		this.maxRequestSize = maxRequestSize;
	}

	@Override
	protected boolean supports(Class<?> type) {
		return type == InvocationBatch.class || InvocationResult.class.isAssignableFrom(type);
	}

	@Override
	protected Object readInternal(Class<?> type, HttpInputMessage message) throws IOException {
		int limit = Math.toIntExact(this.maxRequestSize.toBytes());
		if (message.getHeaders().getContentLength() > limit) {
			throw new RequestTooLargeException(this.maxRequestSize);
		}
		InputStream body = message.getBody();
		byte[] request = body.readNBytes(limit);
		if (request.length == limit && body.read() >= 0) {
			throw new RequestTooLargeException(this.maxRequestSize);
		}
		return this.protocol.decode(request);
	}

	@Override
	protected void writeInternal(Object result, HttpOutputMessage message) throws IOException {
		ByteString response = this.protocol.encode((InvocationResult) result);
		message.getHeaders().setContentLength(response.size());
		response.writeTo(message.getBody());
	}

}
