package dev.statefun.compatibility;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import com.jayway.jsonpath.JsonPath;
import dev.statefun.embedded.EmbeddedEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real engine calls an application on the older Spring Boot.
 */
class OlderSpringBootIT {

	private static final HttpClient client = HttpClient.newHttpClient();

	@Test
	void whenTheseTestsRunThenTheyRunOnTheOlderSpringBoot() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("compatibility.spring-boot.version"));
	}

	@ParameterizedTest
	@EnumSource
	void whenTheEngineCallsThenTheFunctionAnswersAndTheActuatorTells(Server server) throws Exception {
		try (ConfigurableApplicationContext context = server.run()) {
			EmbeddedEngine engine = context.getBean(EmbeddedEngine.class);
			add(engine, 2);
			add(engine, 2);
			assertThat(take(engine)).isEqualTo("apples = 2");
			assertThat(take(engine)).isEqualTo("apples = 4");
			assertThat(JsonPath.<Integer>read(actuator(context, "statefun"),
					"$.functions['example/counter'].invocations.succeeded"))
				.isEqualTo(2);
			assertThat(JsonPath.<String>read(actuator(context, "health"), "$.components.statefun.status"))
				.isEqualTo("UP");
			assertThat(actuator(context, "metrics/statefun.invocations")).contains("example/counter");
			assertThat(actuator(context, "metrics/http.server.requests?tag=uri:/statefun")).contains("\"method\"");
		}
	}

	private static void add(EmbeddedEngine engine, int by) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(engine.ingressUri().resolve("/example/counter/apples"))
			.header("Content-Type", "application/vnd.example/Increment")
			.PUT(BodyPublishers.ofString("{\"by\":" + by + "}"))
			.build();
		assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
	}

	private static String take(EmbeddedEngine engine) throws IOException, InterruptedException {
		return get(engine.egressUri().resolve("/totals?wait=30"));
	}

	private static String actuator(ConfigurableApplicationContext context, String endpoint)
			throws IOException, InterruptedException {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return get(URI.create("http://localhost:" + port + "/actuator/" + endpoint));
	}

	private static String get(URI uri) throws IOException, InterruptedException {
		HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	/** The server that the engine calls. */
	private enum Server {

		WEB_MVC(WebApplicationType.SERVLET),

		WEB_FLUX(WebApplicationType.REACTIVE),

		OWN_PORT(WebApplicationType.SERVLET, "statefun.server.port=0");

		private final WebApplicationType type;

		private final String[] properties;

		Server(WebApplicationType type, String... properties) {
			this.type = type;
			this.properties = properties;
		}

		ConfigurableApplicationContext run() {
			return new SpringApplicationBuilder(CounterApplication.class).web(this.type)
				.properties("server.port=0", "statefun.embedded-engine.ingress-port=0",
						"statefun.embedded-engine.egress-port=0", "management.endpoints.web.exposure.include=*",
						"management.endpoint.health.show-components=always")
				.properties(this.properties)
				.run();
		}

	}

}
