package dev.statefun.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in a real server, as the engine meets it.
 */
@ExtendWith(OutputCaptureExtension.class)
class StatefunEndpointTests {

	private static final String OCTET_STREAM = "application/octet-stream";

	private static final byte[] LOGIN = EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login",
			ByteString.copyFromUtf8("{\"user\":\"Ada\"}"));

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Test
	void whenTheEngineCallsThenItIsAnsweredWithTheEffects() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpResponse<byte[]> response = post(context, "/statefun", LOGIN);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().allValues("content-type")).containsExactly(OCTET_STREAM);
			assertThat(response.headers().firstValueAsLong("content-length")).hasValue(response.body().length);
			UnknownFieldSet result = nested(UnknownFieldSet.parseFrom(response.body()), 100);
			UnknownFieldSet mutation = nested(result, 1);
			assertThat(mutation.getField(1).getVarintList()).containsExactly(1L);
			assertThat(text(mutation, 2)).isEqualTo("visits");
			assertThat(text(nested(mutation, 3), 1)).isEqualTo("io.statefun.types/int");
			UnknownFieldSet egress = nested(result, 4);
			assertThat(text(egress, 1)).isEqualTo("demo");
			assertThat(text(egress, 2)).isEqualTo("greetings");
			assertThat(text(nested(nested(egress, 3), 3), 1)).isEqualTo("Hello Ada 1");
		}
	}

	@Test
	void whenAnEngineOf2xCallsThenItIsAnsweredIn2x() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpResponse<byte[]> response = post(context, "/statefun", EngineRequest.v2("demo/greeter", "ada", "visits",
					"demo/Login", ByteString.copyFromUtf8("{\"user\":\"Ada\"}")));
			assertThat(response.statusCode()).isEqualTo(200);
			UnknownFieldSet mutation = nested(nested(UnknownFieldSet.parseFrom(response.body()), 100), 1);
			assertThat(text(nested(mutation, 3), 1)).isEqualTo("type.googleapis.com/google.protobuf.Int32Value");
		}
	}

	@Test
	void whenTheProtocolIsPinnedThenRequestsOfTheOtherAreRefused(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.protocol=v2")) {
			assertRefused(post(context, "/statefun", LOGIN), 500);
			assertThat(output).contains("3.x protocol, but statefun.protocol is set to");
		}
	}

	@Test
	void whenPathsAreConfiguredThenTheEndpointIsThere() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.path=/fn/v1", "server.servlet.context-path=/app",
				"spring.mvc.servlet.path=/mvc")) {
			assertThat(post(context, "/app/mvc/fn/v1", LOGIN).statusCode()).isEqualTo(200);
			assertThat(post(context, "/app/mvc/statefun", LOGIN).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void whenTheApplicationForcesACharsetThenAnswersHaveNone() throws Exception {
		try (ConfigurableApplicationContext context = run("spring.servlet.encoding.force=true")) {
			HttpResponse<byte[]> response = post(context, "/statefun", LOGIN);
			assertThat(response.headers().allValues("content-type")).containsExactly(OCTET_STREAM);
		}
	}

	@Test
	void whenTheFunctionIsUnknownThenTheEngineIsToRetry(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun",
					EngineRequest.v3("demo/unknown", "ada", "visits", "demo/Login", ByteString.EMPTY)), 500);
			assertThat(output).contains("no function demo/unknown", "'ada'", "[demo/greeter]");
		}
	}

	@Test
	void whenAHandlerThrowsThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun", EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login",
					ByteString.copyFromUtf8("{\"user\":\"Mallory\"}"))), 500);
			assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR"))).singleElement()
				.asString()
				.contains("demo/greeter failed for id 'ada'", "demo/Login", "IllegalStateException: Go away, Mallory");
			assertThat(output).contains("\tat " + Greeter.class.getName() + ".greet");
		}
	}

	@Test
	void whenAHandlerOverflowsTheStackThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun", EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login",
					ByteString.copyFromUtf8("{\"user\":\"Overflow\"}"))), 500);
			assertThat(output).contains("demo/greeter failed for id 'ada'", "StackOverflowError");
		}
	}

	@Test
	void whenThePayloadCannotBeDecodedThenTheEngineIsToRetry(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun",
					EngineRequest.v3("demo/greeter", "ada", "visits", "demo/Login", ByteString.copyFromUtf8("{"))),
					500);
			assertThat(output).contains("demo/greeter failed for id 'ada'", "demo/Login", "not the JSON");
		}
	}

	@Test
	void whenTheBodyIsMalformedThenItIsABadRequestAndTheLogSaysWhy(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(post(context, "/statefun", new byte[] { 1, 2, 3 }), 400);
			assertThat(output).contains("The body is not a request of an engine");
			assertRefused(post(context, "/statefun", new byte[0]), 400);
			assertThat(output).contains("A request has no body");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "PATCH" })
	void whenTheMethodIsAnotherThenOnlyPostIsAllowed(String method) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			HttpResponse<byte[]> response = send(context, "/statefun", OCTET_STREAM, method,
					BodyPublishers.ofByteArray(LOGIN));
			assertRefused(response, 405);
			assertThat(response.headers().firstValue("allow")).hasValue("POST");
		}
	}

	@Test
	void whenTheContentTypeIsAnotherThenItIsUnsupported() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertRefused(send(context, "/statefun", "application/json", "POST", BodyPublishers.ofByteArray(LOGIN)),
					415);
		}
	}

	@Test
	void whenTheBodyIsTooLargeThenItIsRefusedWithOrWithoutItsLength(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=" + LOGIN.length + "B")) {
			byte[] larger = new byte[LOGIN.length + 1];
			assertThat(post(context, "/statefun", LOGIN).statusCode()).isEqualTo(200);
			assertThat(send(context, "/statefun", OCTET_STREAM, "POST", chunked(LOGIN)).statusCode()).isEqualTo(200);
			assertRefused(post(context, "/statefun", larger), 413);
			assertRefused(send(context, "/statefun", OCTET_STREAM, "POST", chunked(larger)), 413);
			assertThat(output).contains("statefun.max-request-size");
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

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).properties("server.port=0", "logging.level.root=warn")
			.properties(properties)
			.run();
	}

	private HttpResponse<byte[]> post(ConfigurableApplicationContext context, String path, byte[] body)
			throws IOException, InterruptedException {
		return send(context, path, OCTET_STREAM, "POST", BodyPublishers.ofByteArray(body));
	}

	private HttpResponse<byte[]> send(ConfigurableApplicationContext context, String path, String contentType,
			String method, BodyPublisher body) throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
		return this.client.send(
				HttpRequest.newBuilder(uri).header("Content-Type", contentType).method(method, body).build(),
				BodyHandlers.ofByteArray());
	}

	private static BodyPublisher chunked(byte[] body) {
		return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
	}

	private static void assertRefused(HttpResponse<byte[]> response, int status) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEmpty();
	}

	private static UnknownFieldSet nested(UnknownFieldSet message, int field) throws IOException {
		return UnknownFieldSet.parseFrom(message.getField(field).getLengthDelimitedList().get(0));
	}

	private static String text(UnknownFieldSet message, int field) {
		return message.getField(field).getLengthDelimitedList().get(0).toStringUtf8();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Greeter.class)
	static class Application {

	}

	@StatefunType("demo/Login")
	record Login(String user) {
	}

	@StatefunFunction("demo/greeter")
	static class Greeter {

		@StatefunHandler
		void greet(Login login, Context context, @State("visits") StateValue<Integer> visits) {
			if (login.user().equals("Mallory")) {
				throw new IllegalStateException("Go away, Mallory");
			}
			if (login.user().equals("Overflow")) {
				throw new StackOverflowError();
			}
			int visit = visits.update(0, (count) -> count + 1);
			context.send(EgressMessage.of("demo/greetings", "Hello %s %d".formatted(login.user(), visit)));
		}

	}

}
