package dev.statefun.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.google.protobuf.UnknownFieldSet;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.reactive.InvocationBatchDecoder;
import dev.statefun.http.reactive.InvocationResultEncoder;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.Decoder;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.codec.Encoder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.MimeType;

import static dev.statefun.autoconfigure.EngineClient.OCTET_STREAM;
import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.nested;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.send;
import static dev.statefun.autoconfigure.EngineClient.text;
import static dev.statefun.autoconfigure.Greeter.LOGIN;
import static dev.statefun.autoconfigure.Greeter.login;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in WebFlux with codecs of an application, which decrypt requests and
 * encrypt answers.
 */
class WebFluxCodecTests {

	/** The level outlives the application that set it. */
	@AfterEach
	void logAgain() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@Test
	void whenTheApplicationReplacesTheCodecsThenRequestsAndAnswersPassThem() throws Exception {
		try (ConfigurableApplicationContext context = run(GreeterApplication.class)) {
			assertThat(greeting(post(context, "/statefun", encrypted(LOGIN)))).startsWith("Hello Ada 1");
			assertThat(greeting(postChunked(context, encrypted(LOGIN)))).startsWith("Hello Ada 1");
			assertThat(greeting(post(context, "/statefun", encrypted(login("Later"))))).startsWith("Hello Later 1");
			String user = "Ada".repeat(100_000);
			assertThat(greeting(post(context, "/statefun", encrypted(login(user))))).startsWith("Hello " + user);
			assertThat(context.getBean(Encryption.class).decoded).hasValue(4);
		}
	}

	@Test
	void whenABodyIsNotEncryptedThenItIsABadRequest() throws Exception {
		try (ConfigurableApplicationContext context = run(GreeterApplication.class)) {
			assertRefused(post(context, "/statefun", LOGIN), 400);
			assertRefused(post(context, "/statefun", new byte[0]), 400);
			assertThat(greeting(post(context, "/statefun", encrypted(LOGIN)))).startsWith("Hello Ada 1");
		}
	}

	@Test
	void whenTheApplicationReplacesTheCodecsThenTheSizeOfARequestIsStillLimited() throws Exception {
		try (ConfigurableApplicationContext context = run(GreeterApplication.class,
				"statefun.max-request-size=" + LOGIN.length + "B")) {
			byte[] larger = encrypted(login("Adam"));
			assertRefused(post(context, "/statefun", larger), 413);
			assertRefused(postChunked(context, larger), 413);
			assertThat(context.getBean(Encryption.class).decoded).hasValue(0);
			assertThat(greeting(post(context, "/statefun", encrypted(LOGIN)))).startsWith("Hello Ada 1");
			assertThat(greeting(postChunked(context, encrypted(LOGIN)))).startsWith("Hello Ada 1");
		}
	}

	@Test
	void whenTheApplicationReplacesTheCodecsThenRequestsInProgressAreStillLimited() throws Exception {
		try (ConfigurableApplicationContext context = run(GatedFunctions.Application.class,
				"statefun.max-concurrent-requests=1")) {
			GatedFunctions functions = context.getBean(GatedFunctions.class);
			CompletableFuture<HttpResponse<byte[]>> first = postInBackground(context, GatedFunctions.blocking("hi"));
			functions.arrived.acquire();
			assertRefused(post(context, "/statefun", encrypted(GatedFunctions.quick("hi"))), 429);
			assertThat(context.getBean(Encryption.class).decoded).hasValue(1);
			functions.open();
			assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			Awaitility.await().until(() -> context.getBean(AdmissionControl.class).requests() == 0);
			assertThat(post(context, "/statefun", encrypted(GatedFunctions.quick("hi"))).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void whenTheApplicationReplacesTheCodecsThenBytesInProgressAreStillLimited() throws Exception {
		try (ConfigurableApplicationContext context = run(GatedFunctions.Application.class,
				"statefun.max-request-size=1MB", "statefun.max-bytes-in-flight=1MB")) {
			GatedFunctions functions = context.getBean(GatedFunctions.class);
			String large = "x".repeat(700_000);
			CompletableFuture<HttpResponse<byte[]>> first = postInBackground(context, GatedFunctions.async(large));
			functions.arrived.acquire();
			assertRefused(post(context, "/statefun", encrypted(GatedFunctions.quick(large))), 429);
			assertRefused(postChunked(context, encrypted(GatedFunctions.quick(large))), 429);
			assertThat(context.getBean(Encryption.class).decoded).hasValue(1);
			functions.open();
			assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		}
	}

	/** The server may tell the end of the write after the client has the answer. */
	@Test
	void whenAnAnswerHasBeenWrittenThenItsMemoryIsUsedAgain() throws Exception {
		try (ConfigurableApplicationContext context = run(GreeterApplication.class)) {
			for (String user : List.of("Ada", "Later", "Ada".repeat(100_000))) {
				greeting(post(context, "/statefun", encrypted(login(user))));
				InvocationResult result = context.getBean(Encryption.class).encoded.get();
				RequestReplyProtocol protocol = context.getBean(RequestReplyProtocol.class);
				Awaitility.await().until(() -> isReleased(result, protocol));
			}
		}
	}

	private static boolean isReleased(InvocationResult result, RequestReplyProtocol protocol) {
		try {
			protocol.encode(result);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	private static String greeting(HttpResponse<byte[]> response) throws IOException {
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().allValues("content-type")).containsExactly(OCTET_STREAM);
		assertThat(response.headers().firstValueAsLong("content-length")).hasValue(response.body().length);
		UnknownFieldSet result = nested(UnknownFieldSet.parseFrom(encrypted(response.body())), 100);
		return text(nested(nested(nested(result, 4), 3), 3), 1);
	}

	private static CompletableFuture<HttpResponse<byte[]>> postInBackground(ConfigurableApplicationContext context,
			byte[] body) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return post(context, "/statefun", encrypted(body));
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static HttpResponse<byte[]> postChunked(ConfigurableApplicationContext context, byte[] body)
			throws Exception {
		return send(context, "/statefun", OCTET_STREAM, "POST",
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("logging.level.dev.statefun=off");
		return EndpointServer.WEB_FLUX.run(List.of(application, Encryption.class), all.toArray(String[]::new));
	}

	/** Encrypt bytes, or decrypt them. */
	private static byte[] encrypted(byte[] bytes) {
		byte[] encrypted = bytes.clone();
		for (int i = 0; i < encrypted.length; i++) {
			encrypted[i] ^= 0x5a;
		}
		return encrypted;
	}

	@Configuration(proxyBeanMethods = false)
	static class Encryption {

		private final AtomicInteger decoded = new AtomicInteger();

		private final AtomicReference<InvocationResult> encoded = new AtomicReference<>();

		@Bean
		Decoder<InvocationBatch> decryptingDecoder(RequestReplyProtocol protocol) {
			return new InvocationBatchDecoder(protocol) {

				@Override
				public InvocationBatch decode(DataBuffer body, ResolvableType type, @Nullable MimeType mimeType,
						@Nullable Map<String, Object> hints) throws DecodingException {
					Encryption.this.decoded.incrementAndGet();
					return super.decode(DefaultDataBufferFactory.sharedInstance.wrap(encrypted(bytes(body))), type,
							mimeType, hints);
				}

			};
		}

		@Bean
		Encoder<InvocationResult> encryptingEncoder(RequestReplyProtocol protocol) {
			return new InvocationResultEncoder(protocol) {

				@Override
				public DataBuffer encodeValue(InvocationResult result, DataBufferFactory buffers, ResolvableType type,
						@Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
					Encryption.this.encoded.set(result);
					return buffers.wrap(encrypted(bytes(super.encodeValue(result, buffers, type, mimeType, hints))));
				}

			};
		}

		private static byte[] bytes(DataBuffer buffer) {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			return bytes;
		}

	}

}
