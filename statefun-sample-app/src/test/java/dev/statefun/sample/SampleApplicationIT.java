package dev.statefun.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import dev.statefun.embedded.EmbeddedEngine;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample, driven by the real engine.
 */
class SampleApplicationIT {

	private final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@ValueSource(strings = { "async", "okhttp" })
	void whenTheEngineIsRestartedThenItCountsOnFromItsCheckpoint(String transport, @TempDir Path state)
			throws Exception {
		try (ConfigurableApplicationContext context = run(transport, state)) {
			EmbeddedEngine engine = context.getBean(EmbeddedEngine.class);
			login(engine);
			login(engine);
			assertThat(take(engine, "greetings")).isEqualTo("Hello Ada, visit 1");
			assertThat(take(engine, "greetings")).isEqualTo("Hello Ada, visit 2");
			assertThat(take(engine, "farewells")).isEqualTo("Goodbye Ada, after 2 logins");
			assertThat(invocations(context, "demo/greeter", "demo/LoginEvent")).contains("\"value\":2.0");
			assertThat(invocations(context, "demo/session", "demo/IdleCheck")).contains("\"value\":2.0");
			engine.stop();
			engine.start();
			login(engine);
			assertThat(take(engine, "greetings")).isEqualTo("Hello Ada, visit 3");
		}
		try (ConfigurableApplicationContext context = run(transport, state, "statefun.path=/fn")) {
			EmbeddedEngine engine = context.getBean(EmbeddedEngine.class);
			login(engine);
			assertThat(take(engine, "greetings")).isEqualTo("Hello Ada, visit 4");
		}
	}

	private static ConfigurableApplicationContext run(String transport, Path state, String... properties) {
		return new SpringApplicationBuilder(SampleApplication.class)
			.properties("server.port=0", "statefun.embedded-engine.ingress-port=0",
					"statefun.embedded-engine.egress-port=0", "statefun.embedded-engine.transport=" + transport,
					"statefun.embedded-engine.state-directory=" + state)
			// Stronger than application.yml
			.initializers(
					(context) -> TestPropertyValues.of(properties).and("demo.session-timeout=2s").applyTo(context))
			.run();
	}

	private void login(EmbeddedEngine engine) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(engine.ingressUri().resolve("/demo/greeter/ada"))
			.header("Content-Type", "application/vnd.demo/LoginEvent")
			.PUT(BodyPublishers.ofString("{\"userName\":\"Ada\"}"))
			.build();
		assertThat(this.client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
	}

	/** The engine waits for a record. */
	private String take(EmbeddedEngine engine, String topic) throws IOException, InterruptedException {
		return get(engine.egressUri().resolve("/" + topic + "?wait=30"));
	}

	private String invocations(ConfigurableApplicationContext context, String function, String messageType)
			throws IOException, InterruptedException {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return get(URI
			.create("http://localhost:%s/actuator/metrics/statefun.invocations?tag=function:%s&tag=message.type:%s"
				.formatted(port, function, messageType)));
	}

	private String get(URI uri) throws IOException, InterruptedException {
		HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

}
