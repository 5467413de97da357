package dev.statefun.autoconfigure;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.protobuf.ByteString;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.testing.EngineRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.AbstractDataBufferDecoder;
import org.springframework.core.codec.AbstractEncoder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.config.PathMatchConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebExceptionHandler;

import static dev.statefun.autoconfigure.EngineClient.OCTET_STREAM;
import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.postElsewhere;
import static dev.statefun.autoconfigure.EngineClient.result;
import static dev.statefun.autoconfigure.EngineClient.send;
import static dev.statefun.autoconfigure.Greeter.LOGIN;
import static dev.statefun.autoconfigure.Greeter.login;
import static dev.statefun.autoconfigure.StatefunEndpointTests.greeting;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint among what an application configures of Spring WebFlux, and its threads.
 */
class WebFluxEndpointTests {

	/** The level outlives the application that set it. */
	@AfterEach
	void logAgain() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@Test
	void whenABasePathIsConfiguredThenTheEndpointIsBelow() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(), "statefun.path=/fn/v1",
				"spring.webflux.base-path=/app")) {
			result(post(context, "/app/fn/v1", LOGIN));
			assertThat(postElsewhere(context, "/fn/v1", LOGIN).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void whenTheApplicationConfiguresItsOwnControllersThenTheEndpointIsAsItWas() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(OwnWebFlux.class),
				"spring.webflux.apiversion.required=true", "spring.webflux.apiversion.use.header=X-Version")) {
			assertThat(result(post(context, "/statefun", LOGIN)).hasField(4)).isTrue();
			assertRefused(post(context, "/statefun", new byte[] { 1 }), 400);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "GET", BodyPublishers.noBody()), 405);
		}
	}

	@Test
	void whenTheApplicationConfiguresCodecsAndExceptionHandlersThenTheEndpointIsAsItWas() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(OwnCodecs.class, OwnExceptionHandlers.class),
				"spring.http.codecs.max-in-memory-size=1B", "logging.level.dev.statefun=off")) {
			assertThat(result(post(context, "/statefun", LOGIN)).hasField(4)).isTrue();
			assertRefused(post(context, "/statefun", new byte[] { 1 }), 400);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "GET", BodyPublishers.noBody()), 405);
			assertRefused(post(context, "/statefun", login("Mallory")), 500);
			assertThat(postElsewhere(context, "/none", LOGIN).statusCode()).as("for the others").isEqualTo(418);
		}
	}

	@Test
	void whenFunctionsBlockThenTheServerDoesNot() throws Exception {
		int requests = Math.max(4, Runtime.getRuntime().availableProcessors()) * 2;
		ExecutorService engine = Executors.newFixedThreadPool(requests);
		try (ConfigurableApplicationContext context = run(List.of(Waiting.class))) {
			byte[] request = EngineRequest.v3("demo/waiting", "ada", "none", "io.statefun.types/string",
					ByteString.copyFromUtf8("\n\2hi"));
			List<Future<HttpResponse<byte[]>>> responses = new ArrayList<>();
			for (int i = 0; i < requests; i++) {
				responses.add(engine.submit(() -> post(context, "/statefun", request)));
			}
			send(context, "/release", "text/plain", "POST", BodyPublishers.noBody());
			for (Future<HttpResponse<byte[]>> response : responses) {
				result(response.get());
			}
		}
		finally {
			engine.shutdownNow();
		}
	}

	/** Which it was, one time in fifty, while refusals were written on the event loop. */
	@Test
	void whenAnswersAndRefusalsTakeTurnsOnAConnectionThenNoneIsLost() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(), "statefun.max-request-size=" + LOGIN.length + "B",
				"logging.level.dev.statefun=off")) {
			for (int i = 0; i < 300; i++) {
				try (RawConnection connection = new RawConnection(context)) {
					connection.send(LOGIN);
					assertThat(connection.receive()).startsWith("HTTP/1.1 200 ");
					connection.send(new byte[LOGIN.length + 1]);
					assertThat(connection.receive()).startsWith("HTTP/1.1 413 ");
					connection.sendChunked(new byte[LOGIN.length + 1]);
					assertThat(connection.receive()).startsWith("HTTP/1.1 413 ");
				}
			}
		}
	}

	@Test
	void whenThereAreNoVirtualThreadsThenFunctionsRunWhereTheyMayBlock() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of())) {
			assertThat(greeting(post(context, "/statefun", LOGIN))).containsIgnoringCase("boundedElastic");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenVirtualThreadsAreEnabledThenFunctionsRunOnThem() throws Exception {
		try (ConfigurableApplicationContext context = run(List.of(), "spring.threads.virtual.enabled=true")) {
			assertThat(greeting(post(context, "/statefun", LOGIN))).contains("VirtualThread");
		}
	}

	private static ConfigurableApplicationContext run(List<Class<?>> configurations, String... properties) {
		List<Class<?>> sources = new ArrayList<>(configurations);
		sources.add(GreeterApplication.class);
		return EndpointServer.WEB_FLUX.run(sources, properties);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWebFlux implements WebFluxConfigurer {

		@Override
		public void configurePathMatching(PathMatchConfigurer configurer) {
			configurer.addPathPrefix("/api", (type) -> true);
		}

	}

	/** Codecs that read and write whatever they are asked to, as nothing. */
	@Configuration(proxyBeanMethods = false)
	static class OwnCodecs implements WebFluxConfigurer {

		@Override
		public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
			configurer.registerDefaults(false);
			configurer.customCodecs().register(new AbstractDataBufferDecoder<Object>(MimeTypeUtils.ALL) {

				@Override
				public Object decode(DataBuffer buffer, ResolvableType type, @Nullable MimeType mimeType,
						@Nullable Map<String, Object> hints) {
					return new Object();
				}

			});
			configurer.customCodecs().register(new AbstractEncoder<Object>(MimeTypeUtils.ALL) {

				@Override
				public Flux<DataBuffer> encode(Publisher<?> values, DataBufferFactory buffers, ResolvableType type,
						@Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
					return Flux.empty();
				}

			});
		}

	}

	@RestControllerAdvice
	static class OwnExceptionHandlers {

		@ExceptionHandler
		ResponseEntity<String> handle(Exception ex) {
			return ResponseEntity.status(HttpStatus.I_AM_A_TEAPOT).body("advice");
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebExceptionHandler ownExceptionHandler() {
			return (exchange, ex) -> {
				exchange.getResponse().setStatusCode(HttpStatus.I_AM_A_TEAPOT);
				return exchange.getResponse().setComplete();
			};
		}

	}

	/** Functions that wait until the server answers another request. */
	@RestController
	static class Waiting {

		private final CountDownLatch release = new CountDownLatch(1);

		@StatefunFunction("demo/waiting")
		void await(String text) throws InterruptedException {
			this.release.await();
		}

		@PostMapping("/release")
		void release() {
			this.release.countDown();
		}

	}

}
