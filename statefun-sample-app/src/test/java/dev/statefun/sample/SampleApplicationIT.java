package dev.statefun.sample;

import java.net.URI;
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

	@ParameterizedTest
	@ValueSource(strings = { "async", "okhttp" })
	void whenTheEngineIsRestartedThenItCountsOnFromItsCheckpoint(String transport, @TempDir Path state)
			throws Exception {
		try (ConfigurableApplicationContext context = run(transport, state)) {
			EmbeddedEngine engine = context.getBean(EmbeddedEngine.class);
			SampleClient.login(engine.ingressUri());
			SampleClient.login(engine.ingressUri());
			assertThat(SampleClient.take(engine.egressUri(), "greetings")).isEqualTo("Hello Ada, visit 1");
			assertThat(SampleClient.take(engine.egressUri(), "greetings")).isEqualTo("Hello Ada, visit 2");
			assertThat(SampleClient.take(engine.egressUri(), "farewells")).isEqualTo("Goodbye Ada, after 2 logins");
			assertThat(invocations(context, "demo/greeter", "demo/LoginEvent")).contains("\"value\":2.0");
			assertThat(invocations(context, "demo/session", "demo/IdleCheck")).contains("\"value\":2.0");
			engine.stop();
			engine.start();
			SampleClient.login(engine.ingressUri());
			assertThat(SampleClient.take(engine.egressUri(), "greetings")).isEqualTo("Hello Ada, visit 3");
		}
		try (ConfigurableApplicationContext context = run(transport, state, "statefun.path=/fn",
				"statefun.server.port=0")) {
			EmbeddedEngine engine = context.getBean(EmbeddedEngine.class);
			SampleClient.login(engine.ingressUri());
			assertThat(SampleClient.take(engine.egressUri(), "greetings")).isEqualTo("Hello Ada, visit 4");
			assertThat(SampleClient.greet(application(context), "ada")).isEqualTo("Hello ada, visit 5");
			assertThat(SampleClient.greet(application(context), "Ada")).isEqualTo("Hello Ada, visit 1");
			assertThat(SampleClient.get(application(context).resolve("/"))).contains("<title>", "console");
		}
	}

	private static ConfigurableApplicationContext run(String transport, Path state, String... properties) {
		return new SpringApplicationBuilder(SampleApplication.class, TestSampleApplication.TryIt.class)
			.properties("server.port=0", "statefun.embedded-engine.ingress-port=0",
					"statefun.embedded-engine.egress-port=0", "statefun.embedded-engine.transport=" + transport,
					"statefun.embedded-engine.state-directory=" + state)
			// Stronger than application.yml
			.initializers(
					(context) -> TestPropertyValues.of(properties).and("demo.session-timeout=2s").applyTo(context))
			.run();
	}

	private static URI application(ConfigurableApplicationContext context) {
		return URI.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	private static String invocations(ConfigurableApplicationContext context, String function, String messageType)
			throws Exception {
		return SampleClient.invocations(application(context),
				"tag=function:%s&tag=message.type:%s".formatted(function, messageType));
	}

}
