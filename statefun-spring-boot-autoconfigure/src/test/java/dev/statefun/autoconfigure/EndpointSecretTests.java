package dev.statefun.autoconfigure;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.postElsewhere;
import static dev.statefun.autoconfigure.EngineClient.result;
import static dev.statefun.autoconfigure.EngineClient.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The secret in the path of the endpoint: who does not know it reaches no function, and
 * is not told.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class EndpointSecretTests {

	private static final String SECRET = "correct-horse.battery_staple~9";

	private final EndpointServer server;

	EndpointSecretTests(EndpointServer server) {
		this.server = server;
	}

	/** The level outlives the application that set it. */
	@AfterAll
	static void logAgain() {
		LoggingSystem.get(EndpointSecretTests.class.getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@Test
	void whenTheSecretIsNotToldThenNothingReachesAFunctionAndTheLogDoesNotHaveIt(CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext context = run("logging.level.dev.statefun=trace")) {
			byte[] request = GatedFunctions.quick("hi");
			for (String path : List.of("/statefun", "/statefun/wrong", "/statefun/" + SECRET + "0",
					"/statefun/" + SECRET.substring(1))) {
				assertRefused(post(context, path, request), 404);
			}
			assertThat(postElsewhere(context, "/" + SECRET, request).statusCode()).isEqualTo(404);
			assertThat(postElsewhere(context, "/statefun/" + SECRET + "/more", request).statusCode()).isEqualTo(404);
			assertThat(context.getBean(GatedFunctions.class).calls).hasValue(0);
			result(post(context, "/statefun/" + SECRET, request));
			result(post(context, "/statefun/" + SECRET + "?v=1", request));
			assertRefused(post(context, "/statefun/" + SECRET, new byte[] { 1 }), 400);
			assertRefused(post(context, "/statefun/" + SECRET, GatedFunctions.request("demo/none", "hi")), 500);
			assertThat(context.getBean(GatedFunctions.class).calls).hasValue(2);
		}
		assertThat(output).contains("demo/none").doesNotContain(SECRET);
	}

	@Test
	void whenActuatorShowsValuesAndMetricsThenTheSecretIsNotAmongThem() throws Exception {
		try (ConfigurableApplicationContext context = run("management.endpoints.web.exposure.include=*",
				"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always")) {
			result(post(context, "/statefun/" + SECRET, GatedFunctions.quick("hi")));
			assertThat(get(context, "/actuator/env")).contains("statefun.secret").doesNotContain(SECRET);
			assertThat(get(context, "/actuator/env/statefun.secret")).contains("******").doesNotContain(SECRET);
			assertThat(get(context, "/actuator/configprops")).contains("maxConcurrentRequests").doesNotContain(SECRET);
			assertThat(get(context, "/actuator/metrics/http.server.requests")).contains("/statefun/{secret}")
				.doesNotContain(SECRET);
			assertThat(get(context, "/actuator/mappings")).doesNotContain(SECRET);
			assertThat(get(context, "/actuator/beans")).doesNotContain(SECRET);
		}
	}

	@Test
	void whenTheSecretIsAlsoInValuesOfOtherNamesThenItIsMaskedThere() throws Exception {
		try (ConfigurableApplicationContext context = run("management.endpoints.web.exposure.include=*",
				"management.endpoint.env.show-values=always", "MY_VARIABLE=" + SECRET,
				"my.command=java -jar app.jar --statefun.secret=" + SECRET)) {
			assertThat(get(context, "/actuator/env/MY_VARIABLE")).contains("\"******\"").doesNotContain(SECRET);
			assertThat(get(context, "/actuator/env/my.command")).contains("app.jar --statefun.secret=******")
				.doesNotContain(SECRET);
		}
	}

	@Test
	void whenRequestsAreObservedThenTheUrlIsWithoutTheSecret() throws Exception {
		try (ConfigurableApplicationContext context = this.server
			.run(List.of(GatedFunctions.Application.class, Observing.class), "statefun.secret=" + SECRET)) {
			result(post(context, "/statefun/" + SECRET, GatedFunctions.quick("hi")));
			assertThat(context.getBean(Observing.class).urls).doesNotContain("/statefun/" + SECRET)
				.allMatch((url) -> url.equals("/statefun/******"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "tooshort", "0123456789abcdef/", "0123456789 abcdef", "0123456789%61bcdef" })
	void whenTheSecretIsUnusableThenTheStartupSaysWhatIsDemandedAndNotTheSecret(String secret, CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> this.server.run(GatedFunctions.Application.class, "statefun.secret=" + secret).close());
		assertThat(output).contains("APPLICATION FAILED TO START", "'statefun.secret' is too short", "openssl rand")
			.doesNotContain(secret);
	}

	private static String get(ConfigurableApplicationContext context, String path) throws Exception {
		return new String(send(context, path, "application/json", "GET", BodyPublishers.noBody()).body());
	}

	private ConfigurableApplicationContext run(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("statefun.secret=" + SECRET);
		return this.server.run(GatedFunctions.Application.class, all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class Observing {

		private final List<String> urls = new ArrayList<>();

		@Bean
		ObservationHandler<Observation.Context> urls() {
			return new ObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					if (context.getHighCardinalityKeyValue("http.url") != null) {
						Observing.this.urls.add(context.getHighCardinalityKeyValue("http.url").getValue());
					}
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			};
		}

	}

}
