package dev.statefun.autoconfigure;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.testing.EngineRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static dev.statefun.autoconfigure.EngineClient.OCTET_STREAM;
import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.nested;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.postElsewhere;
import static dev.statefun.autoconfigure.EngineClient.result;
import static dev.statefun.autoconfigure.EngineClient.send;
import static dev.statefun.autoconfigure.EngineClient.text;
import static dev.statefun.autoconfigure.Greeter.LOGIN;
import static dev.statefun.autoconfigure.Greeter.login;
import static dev.statefun.autoconfigure.Greeter.login2x;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in real servers, as the engine meets it.
 */
@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class StatefunEndpointTests {

	@Parameter
	private EndpointServer server;

	/** As it is without properties. */
	private ConfigurableApplicationContext application;

	@BeforeParameterizedClassInvocation
	void start() {
		this.application = this.server.run(GreeterApplication.class);
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.application.close();
		logRefusalsAt(null);
	}

	/** Each refusal has a line then, not only the first of its kind. */
	@BeforeEach
	void logEachRefusal() {
		logRefusalsAt(LogLevel.DEBUG);
	}

	private static void logRefusalsAt(@Nullable LogLevel level) {
		LoggingSystem.get(StatefunEndpointTests.class.getClassLoader()).setLogLevel("dev.statefun.http", level);
	}

	@Test
	void whenTheEngineCallsThenItIsAnsweredWithTheEffects() throws Exception {
		HttpResponse<byte[]> response = post(this.application, "/statefun", LOGIN);
		assertThat(response.headers().firstValueAsLong("content-length")).hasValue(response.body().length);
		UnknownFieldSet result = result(response);
		UnknownFieldSet mutation = nested(result, 1);
		assertThat(mutation.getField(1).getVarintList()).containsExactly(1L);
		assertThat(text(mutation, 2)).isEqualTo("visits");
		assertThat(text(nested(mutation, 3), 1)).isEqualTo("io.statefun.types/int");
		UnknownFieldSet egress = nested(result, 4);
		assertThat(text(egress, 1)).isEqualTo("demo");
		assertThat(text(egress, 2)).isEqualTo("greetings");
		assertThat(greeting(response)).startsWith("Hello Ada 1");
	}

	@Test
	void whenAnEngineOf2xCallsThenItIsAnsweredIn2x() throws Exception {
		UnknownFieldSet mutation = nested(result(post(this.application, "/statefun", login2x("Ada"))), 1);
		assertThat(text(nested(mutation, 3), 1)).isEqualTo("type.googleapis.com/google.protobuf.Int32Value");
	}

	@Test
	void whenTheProtocolIsPinnedThenRequestsOfTheOtherAreRefused(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.protocol=v2")) {
			assertRefused(post(context, "/statefun", LOGIN), 500);
			assertThat(output).contains("3.x protocol, but statefun.protocol is set to");
		}
	}

	@Test
	void whenAPathIsConfiguredThenTheEndpointIsThere() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.path=/fn/v1")) {
			assertThat(greeting(post(context, "/fn/v1?secret=1", LOGIN))).startsWith("Hello Ada 1");
			assertThat(postElsewhere(context, "/statefun", LOGIN).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void whenControllersOfTheApplicationTakeAnyPathThenTheEndpointIsAsItWas() throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(
				List.of(GreeterApplication.class, CatchAll.class, OwnAdvice.class), "server.compression.enabled=true",
				"server.compression.mime-types=" + OCTET_STREAM, "server.compression.min-response-size=1")) {
			assertThat(greeting(post(context, "/statefun", LOGIN))).startsWith("Hello Ada 1");
			assertRefused(post(context, "/statefun", new byte[] { 1 }), 400);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "GET", BodyPublishers.noBody()), 405);
		}
	}

	@Test
	void whenAFunctionIsAsynchronousThenTheAnswerComesLater() throws Exception {
		assertThat(greeting(post(this.application, "/statefun", login("Later")))).startsWith("Hello Later 1");
	}

	@Test
	void whenAnAsynchronousFunctionFailsThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		assertRefused(post(this.application, "/statefun", login("Late Mallory")), 500);
		assertThat(output).contains("demo/greeter failed for id 'ada'", "IllegalStateException: Go away later");
	}

	@Test
	void whenAnAsynchronousFunctionTakesTooLongThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.async-timeout=100ms")) {
			assertRefused(post(context, "/statefun", login("Never")), 500);
			assertThat(output).contains("demo/greeter did not handle a request for id 'ada' within PT0.1S");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "110000d", "9223372036854775807ms", "9223372036854775807s" })
	void whenAsynchronousFunctionsMayTakeLongerThanALongThenTheyMayTakeAnyTime(String timeout) throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.async-timeout=" + timeout,
				"statefun.errors.invocation-timeout=" + timeout, "statefun.errors.retry-budget=" + timeout)) {
			assertThat(greeting(post(context, "/statefun", login("Later")))).startsWith("Hello Later 1");
			assertRefused(post(context, "/statefun", login("Mallory")), 500);
		}
	}

	@Test
	void whenWhatIsSentCannotTravelThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		assertRefused(post(this.application, "/statefun", login2x("Forger")), 500);
		assertThat(output).contains("demo/greeter failed for id 'ada'", "io.statefun.types/int");
	}

	@Test
	void whenTheFunctionIsUnknownThenTheEngineIsToRetry(CapturedOutput output) throws Exception {
		assertRefused(post(this.application, "/statefun",
				EngineRequest.v3("demo/unknown", "ada", "visits", "demo/Login", ByteString.EMPTY)), 500);
		assertThat(output).contains("no function demo/unknown", "'ada'", "[demo/greeter]");
	}

	@Test
	void whenAHandlerThrowsThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		assertRefused(post(this.application, "/statefun", login("Mallory")), 500);
		assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR"))).singleElement()
			.asString()
			.contains("demo/greeter failed for id 'ada'", "demo/Login", "IllegalStateException: Go away, Mallory");
		assertThat(output).contains("\tat " + Greeter.class.getName() + ".greet");
	}

	@Test
	void whenAHandlerOverflowsTheStackThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		assertRefused(post(this.application, "/statefun", login("Overflow")), 500);
		assertThat(output).contains("demo/greeter failed for id 'ada'", "StackOverflowError");
	}

	@Test
	void whenThePayloadCannotBeDecodedThenTheEngineIsToRetry(CapturedOutput output) throws Exception {
		assertRefused(
				post(this.application, "/statefun",
						EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login", ByteString.copyFromUtf8("{"))),
				500);
		assertThat(output).contains("demo/greeter failed for id 'ada'", "demo/Login", "not the JSON");
	}

	@Test
	void whenTheBodyIsMalformedThenItIsABadRequestAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		assertRefused(post(this.application, "/statefun", new byte[] { 1, 2, 3 }), 400);
		assertThat(output).contains("The body is not a request of an engine");
		assertRefused(post(this.application, "/statefun", new byte[0]), 400);
		assertThat(output).contains("it has no target");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "PATCH" })
	void whenTheMethodIsAnotherThenOnlyPostIsAllowed(String method) throws Exception {
		HttpResponse<byte[]> response = send(this.application, "/statefun", OCTET_STREAM, method,
				BodyPublishers.ofByteArray(LOGIN));
		assertRefused(response, 405);
		assertThat(response.headers().firstValue("allow")).hasValue("POST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application", "text/plain;charset=utf-8", "" })
	void whenTheContentTypeIsAnotherOrAbsentThenItIsUnsupported(String contentType) throws Exception {
		assertRefused(send(this.application, "/statefun", contentType, "POST", BodyPublishers.ofByteArray(LOGIN)), 415);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Application/Octet-Stream", "application/octet-stream;charset=utf-8" })
	void whenTheContentTypeIsSpelledInAnotherWayThenTheRequestIsHandled(String contentType) throws Exception {
		result(send(this.application, "/statefun", contentType, "POST", BodyPublishers.ofByteArray(LOGIN)));
	}

	@Test
	void whenTheBodyIsTooLargeThenItIsRefusedWithOrWithoutItsLength(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=" + LOGIN.length + "B")) {
			byte[] larger = new byte[LOGIN.length + 1];
			result(post(context, "/statefun", LOGIN));
			result(send(context, "/statefun", OCTET_STREAM, "POST", chunked(LOGIN)));
			assertRefused(post(context, "/statefun", larger), 413);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "POST", chunked(larger)), 413);
			assertThat(output).contains("statefun.max-request-size");
		}
	}

	@Test
	void whenTheBodyIsLargerByFarThenItIsRefusedWithOrWithoutItsLength() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=" + LOGIN.length + "B")) {
			byte[] larger = new byte[1 << 20];
			assertRefused(post(context, "/statefun", larger), 413);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "POST", chunked(larger)), 413);
			result(post(context, "/statefun", LOGIN));
		}
	}

	@Test
	void whenBodiesAreLargeThenTheyTravelWholeWithOrWithoutTheirLength() throws Exception {
		String user = "Ada".repeat(1_000_000);
		assertThat(greeting(post(this.application, "/statefun", login(user)))).startsWith("Hello " + user + " 1");
		assertThat(greeting(send(this.application, "/statefun", OCTET_STREAM, "POST", chunked(login(user)))))
			.startsWith("Hello " + user + " 1");
	}

	@Test
	void whenTheEngineHangsUpInARequestThenOthersAreAnswered() throws Exception {
		try (RawConnection connection = new RawConnection(this.application)) {
			connection.write("Content-Length: 60000000\r\n\r\nab");
		}
		result(post(this.application, "/statefun", LOGIN));
	}

	@Test
	void whenRequestsComeOneAfterTheOtherThenTheirConnectionServesThemAll() throws Exception {
		try (RawConnection connection = new RawConnection(this.application)) {
			for (int i = 0; i < 3; i++) {
				connection.send(LOGIN);
				assertThat(connection.receive()).startsWith("HTTP/1.1 200 ").contains("Hello Ada 1");
			}
		}
	}

	@Test
	void whenActuatorIsThereThenInvocationsAreCounted() throws Exception {
		try (ConfigurableApplicationContext context = run("management.endpoints.web.exposure.include=metrics")) {
			post(context, "/statefun", LOGIN);
			post(context, "/statefun", LOGIN);
			HttpResponse<byte[]> metrics = send(context,
					"/actuator/metrics/statefun.invocations?tag=function:demo/greeter&tag=message.type:demo/Login&tag=outcome:success",
					"application/json", "GET", BodyPublishers.noBody());
			assertThat(new String(metrics.body())).contains("\"statistic\":\"COUNT\",\"value\":2.0");
		}
	}

	private ConfigurableApplicationContext run(String... properties) {
		return this.server.run(GreeterApplication.class, properties);
	}

	static String greeting(HttpResponse<byte[]> response) throws Exception {
		return text(nested(nested(nested(result(response), 4), 3), 3), 1);
	}

	private static BodyPublisher chunked(byte[] body) {
		return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
	}

	@RestController
	static class CatchAll {

		@RequestMapping("/**")
		Map<String, Boolean> any() {
			return Map.of("caught", true);
		}

	}

	@RestControllerAdvice
	static class OwnAdvice {

		@ExceptionHandler
		Map<String, String> error(Exception ex) {
			return Map.of("error", ex.toString());
		}

	}

}
