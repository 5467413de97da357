package dev.statefun.embedded;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of an application with the embedded engine on its class path.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedEngineApplicationIT {

	@ParameterizedTest
	@CsvSource({ "servlet, /app/mvc/functions", "reactive, /flux/functions" })
	void whenApplicationRunsThenEngineCallsItWhereItsPathsSay(String type, String path, CapturedOutput output)
			throws Exception {
		EmbeddedEngine engine;
		try (ConfigurableApplicationContext context = run("--spring.main.web-application-type=" + type,
				"--server.servlet.context-path=/app", "--spring.mvc.servlet.path=/mvc",
				"--spring.webflux.base-path=/flux", "--statefun.path=/functions")) {
			engine = context.getBean(EmbeddedEngine.class);
			assertThat(engine.isRunning()).isTrue();
			EngineClient client = new EngineClient(engine);
			assertRefused(client, engine, "demo/Other", "{}", 415,
					"demo/greeter has no handler for messages of type demo/Other, only for those of [demo/LoginEvent]");
			assertRefused(client, engine, "demo/LoginEvent", "{\"userName\"", 400, "not the JSON of a");
			assertThat(client
				.send(HttpRequest.newBuilder(URI.create(engine.ingressUri() + "/demo/greeter/bob"))
					.header("Content-Type", "application/vnd.demo/LoginEvent")
					.PUT(BodyPublishers.ofString("{\"userName\":\"Bob\"}")))
				.statusCode()).isEqualTo(200);
			assertThat(client.take("greetings").body()).isEqualTo("Hello Bob, visit 1");
		}
		assertThat(engine.isRunning()).isFalse();
		assertThat(output).contains(path + ": PUT", "Egress demo/greetings is not in the module file");
	}

	private static void assertRefused(EngineClient client, EmbeddedEngine engine, String typename, String body,
			int status, String reason) throws Exception {
		HttpResponse<String> response = client
			.send(HttpRequest.newBuilder(URI.create(engine.ingressUri() + "/demo/greeter/bob"))
				.header("Content-Type", "application/vnd." + typename)
				.PUT(BodyPublishers.ofString(body)));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).contains(reason);
	}

	@Test
	void whenPortIsInUseThenStartupFailsAndSaysWhatToDo(CapturedOutput output) throws Exception {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(ApplicationContextException.class)
				.isThrownBy(() -> run("--statefun.embedded-engine.ingress-port=" + other.getLocalPort()));
			assertThat(output).contains("APPLICATION FAILED TO START",
					"Port " + other.getLocalPort() + " of the engine's HTTP ingress is already in use.",
					"'statefun.embedded-engine.ingress-port'");
		}
	}

	private static ConfigurableApplicationContext run(String... args) {
		return FreePorts.run(GreeterApplication.class, args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Greeter.class)
	static class GreeterApplication {

	}

	@StatefunFunction("demo/greeter")
	static class Greeter {

		@StatefunHandler
		void greet(LoginEvent login, Context context, @State("visits") StateValue<Integer> visits) {
			int seen = visits.orElse(0) + 1;
			visits.set(seen);
			context.send(KafkaEgressMessage.forEgress("demo/greetings")
				.withTopic("greetings")
				.withUtf8Key(login.userName())
				.withUtf8Value("Hello " + login.userName() + ", visit " + seen));
		}

	}

	@StatefunType("demo/LoginEvent")
	record LoginEvent(String userName) {
	}

}
