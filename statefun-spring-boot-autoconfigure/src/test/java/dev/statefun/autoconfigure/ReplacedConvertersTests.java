package dev.statefun.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

import com.google.protobuf.UnknownFieldSet;
import dev.statefun.http.servlet.InvocationBatchHttpMessageConverter;
import dev.statefun.http.servlet.InvocationResultHttpMessageConverter;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.unit.DataSize;

import static dev.statefun.autoconfigure.EngineClient.OCTET_STREAM;
import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.result;
import static dev.statefun.autoconfigure.EngineClient.send;
import static dev.statefun.autoconfigure.Greeter.LOGIN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in Spring MVC, in applications that replace its message converters.
 */
class ReplacedConvertersTests {

	private static final byte KEY = 0x5a;

	@Test
	void whenTheConverterOfRequestsIsReplacedThenItReadsThem() throws Exception {
		try (ConfigurableApplicationContext context = run(DecryptingConverter.class)) {
			assertThat(result(post(context, "/statefun", encrypted(LOGIN))).hasField(4)).isTrue();
			assertRefused(post(context, "/statefun", LOGIN), 400);
			assertThat(context.getBeansOfType(InvocationBatchHttpMessageConverter.class)).isEmpty();
		}
	}

	@Test
	void whenTheConverterOfAnswersIsReplacedThenItWritesThem() throws Exception {
		try (ConfigurableApplicationContext context = run(EncryptingConverter.class)) {
			HttpResponse<byte[]> response = post(context, "/statefun", LOGIN);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("x-encrypted")).hasValue("yes");
			assertThat(UnknownFieldSet.parseFrom(encrypted(response.body())).hasField(100)).isTrue();
			assertThat(context.getBeansOfType(InvocationResultHttpMessageConverter.class)).isEmpty();
		}
	}

	@Test
	void whenTheConverterOfRequestsIsReplacedThenTheLimitsHold() throws Exception {
		try (ConfigurableApplicationContext context = run(DecryptingConverter.class, "statefun.max-request-size=1KB",
				"statefun.max-bytes-in-flight=1KB")) {
			assertRefused(post(context, "/statefun", new byte[1025]), 413);
			assertRefused(postChunked(context, new byte[1025]), 413);
			result(postChunked(context, encrypted(LOGIN)));
		}
	}

	@Test
	void whenAConverterSwallowsTheExceptionOfALimitThenTheRequestIsRefusedAllTheSame() throws Exception {
		try (ConfigurableApplicationContext context = run(SwallowingConverter.class, "statefun.max-request-size=1KB",
				"statefun.max-bytes-in-flight=1KB")) {
			assertRefused(postChunked(context, new byte[1025]), 413);
			result(postChunked(context, LOGIN));
		}
	}

	@Test
	void whenAConverterOfTheApplicationFailsThenTheEngineIsToSendTheRequestAgain() throws Exception {
		try (ConfigurableApplicationContext context = run(FailingConverter.class)) {
			assertRefused(post(context, "/statefun", LOGIN), 500);
		}
		try (ConfigurableApplicationContext context = run(UnableToWriteConverter.class)) {
			assertRefused(post(context, "/statefun", LOGIN), 500);
		}
	}

	private static ConfigurableApplicationContext run(Class<?> converter, String... properties) {
		return EndpointServer.WEB_MVC.run(List.of(GreeterApplication.class, converter), properties);
	}

	private static HttpResponse<byte[]> postChunked(ConfigurableApplicationContext context, byte[] body)
			throws IOException, InterruptedException {
		return send(context, "/statefun", OCTET_STREAM, "POST",
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
	}

	private static byte[] encrypted(byte[] bytes) {
		byte[] result = bytes.clone();
		for (int i = 0; i < result.length; i++) {
			result[i] ^= KEY;
		}
		return result;
	}

	private record Message(InputStream body, HttpHeaders headers) implements HttpInputMessage {

		@Override
		public InputStream getBody() {
			return this.body;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

	/** Reads requests only. */
	abstract static class RequestConverter extends AbstractHttpMessageConverter<InvocationBatch> {

		final InvocationBatchHttpMessageConverter delegate;

		RequestConverter(RequestReplyProtocol protocol) {
			super(MediaType.APPLICATION_OCTET_STREAM);
			this.delegate = new InvocationBatchHttpMessageConverter(protocol, DataSize.ofGigabytes(1));
		}

		@Override
		protected boolean supports(Class<?> type) {
			return type == InvocationBatch.class;
		}

		@Override
		protected void writeInternal(InvocationBatch batch, HttpOutputMessage message) {
			throw new UnsupportedOperationException();
		}

	}

	static class DecryptingConverter extends RequestConverter {

		DecryptingConverter(RequestReplyProtocol protocol) {
			super(protocol);
		}

		@Override
		protected InvocationBatch readInternal(Class<? extends InvocationBatch> type, HttpInputMessage message)
				throws IOException {
			byte[] body = encrypted(message.getBody().readAllBytes());
			return this.delegate.read(type, new Message(new ByteArrayInputStream(body), message.getHeaders()));
		}

	}

	static class SwallowingConverter extends RequestConverter {

		SwallowingConverter(RequestReplyProtocol protocol) {
			super(protocol);
		}

		@Override
		protected InvocationBatch readInternal(Class<? extends InvocationBatch> type, HttpInputMessage message)
				throws IOException {
			try {
				return this.delegate.read(type, message);
			}
			catch (RuntimeException ex) {
				return this.delegate.read(type, new Message(new ByteArrayInputStream(LOGIN), new HttpHeaders()));
			}
		}

	}

	static class FailingConverter extends RequestConverter {

		FailingConverter(RequestReplyProtocol protocol) {
			super(protocol);
		}

		@Override
		protected InvocationBatch readInternal(Class<? extends InvocationBatch> type, HttpInputMessage message)
				throws HttpMessageNotReadableException {
			throw new IllegalStateException("No key");
		}

	}

	static class EncryptingConverter extends AbstractHttpMessageConverter<InvocationResult> {

		private final RequestReplyProtocol protocol;

		EncryptingConverter(RequestReplyProtocol protocol) {
			super(MediaType.APPLICATION_OCTET_STREAM);
			this.protocol = protocol;
		}

		@Override
		protected boolean supports(Class<?> type) {
			return InvocationResult.class.isAssignableFrom(type);
		}

		@Override
		protected InvocationResult readInternal(Class<? extends InvocationResult> type, HttpInputMessage message) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected void writeInternal(InvocationResult result, HttpOutputMessage message) throws IOException {
			message.getHeaders().set("X-Encrypted", "yes");
			OutputStream body = message.getBody();
			body.write(encrypted(this.protocol.encode(result).toByteArray()));
		}

	}

	static class UnableToWriteConverter extends EncryptingConverter {

		UnableToWriteConverter(RequestReplyProtocol protocol) {
			super(protocol);
		}

		@Override
		protected void writeInternal(InvocationResult result, HttpOutputMessage message) throws IOException {
			message.getBody().write(1);
			throw new IllegalStateException("No key");
		}

	}

}
