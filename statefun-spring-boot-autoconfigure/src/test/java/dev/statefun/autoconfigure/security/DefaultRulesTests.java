package dev.statefun.autoconfigure.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import dev.statefun.Message;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.testing.EngineRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in applications with Spring Boot's auto-configuration of Spring Security.
 */
@ExtendWith(OutputCaptureExtension.class)
class DefaultRulesTests {

	private static final String WARNING = "Spring Security will refuse the engine";

	private static final String WITHOUT_ACTUATOR = "--spring.autoconfigure.exclude="
			+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration";

	private static final String WITH_ACTUATOR = "--spring.autoconfigure.exclude=";

	@ParameterizedTest
	@CsvSource({ "SERVLET,false", "SERVLET,true", "REACTIVE,false", "REACTIVE,true" })
	void whenThereAreOnlySpringBootsRulesThenStartupSaysThatTheEngineIsRefused(WebApplicationType type,
			boolean actuator, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(type, List.of(),
				actuator ? WITH_ACTUATOR : WITHOUT_ACTUATOR)) {
			assertThat(post(context)).isIn(401, 403);
			assertThat(output).containsOnlyOnce(WARNING).contains("security." + type.name().toLowerCase(Locale.ROOT));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whenTheApplicationHasBothChainsThenTheEngineIsLetInAndTheRestIsProtected(WebApplicationType type,
			CapturedOutput output) throws Exception {
		List<Class<?>> chains = (type == WebApplicationType.SERVLET)
				? List.of(Securing.ByNetwork.class, Securing.TheRest.class)
				: List.of(SecuringReactive.ByNetwork.class, SecuringReactive.TheRest.class);
		try (ConfigurableApplicationContext context = run(type, chains, WITH_ACTUATOR)) {
			assertThat(post(context)).isEqualTo(200);
			assertThat(get(context, "/own")).isEqualTo(401);
			assertThat(get(context, "/actuator/statefun")).isEqualTo(401);
			assertThat(output).doesNotContain(WARNING);
		}
	}

	@Test
	void whenTheEndpointIsOnAPortOfItsOwnThenThereIsNothingToSay(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, List.of(), WITH_ACTUATOR,
				"--statefun.server.port=0")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(output).doesNotContain(WARNING);
		}
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, List<Class<?>> chains,
			String... arguments) {
		Class<?>[] sources = Stream.concat(Stream.of(Application.class), chains.stream()).toArray(Class<?>[]::new);
		return new SpringApplicationBuilder(sources).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "engine.network=127.0.0.0/8",
					"management.endpoints.web.exposure.include=statefun")
			.run(arguments);
	}

	private static int post(ConfigurableApplicationContext context) throws Exception {
		return send(context, "/statefun", HttpRequest.newBuilder()
			.header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers.ofByteArray(
					EngineRequest.v3("demo/greeter", "ada", "none", "demo/Text", ByteString.copyFromUtf8("hi")))));
	}

	private static int get(ConfigurableApplicationContext context, String path) throws Exception {
		return send(context, path, HttpRequest.newBuilder().GET());
	}

	private static int send(ConfigurableApplicationContext context, String path, HttpRequest.Builder request)
			throws Exception {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpClient.newHttpClient()
			.send(request.uri(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.discarding())
			.statusCode();
	}

	@RestController
	@EnableAutoConfiguration
	static class Application {

		@StatefunFunction("demo/greeter")
		void greet(Message message) {
		}

		@GetMapping("/own")
		String own() {
			return "own";
		}

	}

}
