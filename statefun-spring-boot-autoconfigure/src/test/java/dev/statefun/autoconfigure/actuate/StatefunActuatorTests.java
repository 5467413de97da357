package dev.statefun.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.jayway.jsonpath.JsonPath;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.testing.EngineRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the actuator of an application with functions tells.
 */
@ExtendWith(OutputCaptureExtension.class)
class StatefunActuatorTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whenFunctionsWereCalledThenTheEndpointDescribesThem(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type)) {
			String before = get(context, "/actuator/statefun").body();
			assertThat(JsonPath.<Object>read(before, "$.protocolsSeen")).asList().isEmpty();
			assertThat(JsonPath.<String>read(before, "$.path")).isEqualTo("/statefun");
			assertThat(JsonPath.<String>read(before, "$.protocol")).isEqualTo("auto");
			post(context, "demo/counter", "io.statefun.types/string");
			post(context, "demo/counter", "io.statefun.types/string");
			post(context, "demo/counter", "demo/Other");
			String json = get(context, "/actuator/statefun").body();
			assertThat(JsonPath.<Object>read(json, "$.protocolsSeen")).asList().containsExactly("v3");
			String function = "$.functions['demo/counter']";
			assertThat(JsonPath.<String>read(json, function + ".source")).contains(Counter.class.getName());
			assertThat(JsonPath.<String>read(json, function + ".handlers['io.statefun.types/string']"))
				.isEqualTo("Counter.count(String, StateValue)");
			assertThat(JsonPath.<String>read(json, function + ".handlers['*']"))
				.isEqualTo("Counter.refuse(Message, Context)");
			assertThat(JsonPath.<Object>read(json, function + ".messageTypes")).asList()
				.containsExactly("io.statefun.types/string");
			assertThat(JsonPath.<String>read(json, function + ".states.total.type")).isEqualTo("io.statefun.types/int");
			assertThat(JsonPath.<String>read(json, function + ".states.total.expireAfter")).isEqualTo("2h");
			assertThat(JsonPath.<String>read(json, function + ".states.total.expireMode")).isEqualTo("after-write");
			assertThat(JsonPath.<Integer>read(json, function + ".invocations.succeeded")).isEqualTo(2);
			assertThat(JsonPath.<Integer>read(json, function + ".invocations.failed")).isEqualTo(1);
			assertThat(JsonPath.<String>read(json, function + ".invocations.last")).startsWith("20");
		}
	}

	@Test
	void whenTheModuleIsAskedForThenItIsReadyToDeploy() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET,
				"--statefun.module.url=http://app/statefun")) {
			HttpResponse<String> response = get(context, "/actuator/statefun/module");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("content-type"))
				.hasValueSatisfying((contentType) -> assertThat(contentType).startsWith("application/yaml"));
			assertThat(response.body()).startsWith("kind: io.statefun.endpoints.v2/http").contains("demo/counter");
			assertThat(get(context, "/actuator/statefun/schema").body()).contains("io.statefun.types/int");
			assertThat(get(context, "/actuator/statefun/other").statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@CsvSource({ "never, false", "when-authorized, false", "always, true" })
	void whenTheModuleHasCredentialsThenTheyAreShownAsConfigured(String showValues, boolean shown, @TempDir Path folder)
			throws Exception {
		Path include = Files.writeString(folder.resolve("included.yaml"), """
				# password: in-a-comment
				kind: io.statefun.kafka.v1/egress
				spec:
				  id: demo/out
				  address: kafka:9092
				  properties:
				    - ssl.key.password: in-a-property
				    - sasl.jaas.config: PlainLoginModule required password="in-jaas";
				    - basic.auth.user.info: in-user-info
				---
				kind: io.statefun.kinesis.v1/egress
				spec:
				  awsCredentials:
				    type: basic
				    accessKeyId: in-a-key
				    secretAccessKey: in-a-secret-key
				  endpoint: https://someone:in-a-url@kinesis:4567
				""");
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET,
				"--statefun.module.url=http://app:in-our-url@app/statefun",
				"--statefun.module.include=" + include.toUri(),
				"--management.endpoint.statefun.show-values=" + showValues)) {
			String module = get(context, "/actuator/statefun/module").body();
			List<String> credentials = List.of("in-a-property", "in-jaas", "in-user-info", "in-a-key",
					"in-a-secret-key", "in-a-url", "in-our-url");
			assertThat(credentials)
				.allSatisfy((credential) -> assertThat(module.contains(credential)).as(credential).isEqualTo(shown));
			assertThat(module).contains("id: demo/out", "address: kafka:9092", "@kinesis:4567", "@app/statefun")
				.doesNotContain("in-a-comment");
			new Yaml().loadAll(module).forEach((document) -> assertThat(document).isInstanceOf(Map.class));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whenExchangesAreRecordedThenTheyAreShownWithoutTheSecretOfTheEndpoint(WebApplicationType type)
			throws Exception {
		try (ConfigurableApplicationContext context = run(type, "--statefun.secret=0123456789abcdef")) {
			get(context, "/statefun/0123456789abcdef");
			get(context, "/statefun/0123456789abcdef?a=b");
			HttpExchangeRepository repository = context.getBean(HttpExchangeRepository.class);
			await().untilAsserted(() -> assertThat(repository.findAll()).hasSize(2));
			assertThat(get(context, "/actuator/httpexchanges").body())
				.contains("/statefun/******\"", "/statefun/******?a=b")
				.doesNotContain("0123456789abcdef");
		}
	}

	@Test
	void whenTheUrlIsNotKnownThenTheModuleSaysWhatToConfigure() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET)) {
			HttpResponse<String> response = get(context, "/actuator/statefun/module");
			assertThat(response.statusCode()).isEqualTo(409);
			assertThat(response.body()).contains("'statefun.module.url'");
		}
	}

	@Test
	void whenTheEndpointIsSwitchedOffThenItIsNotThere() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET,
				"--management.endpoint.statefun.access=none", "--management.health.statefun.enabled=false")) {
			assertThat(get(context, "/actuator/statefun").statusCode()).isEqualTo(404);
			assertThat(get(context, "/actuator/health").body()).doesNotContain("\"statefun\"");
		}
	}

	@Test
	void whenThereWereNoCallsThenTheHealthIsUp() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET)) {
			HttpResponse<String> response = get(context, "/actuator/health");
			assertThat(JsonPath.<String>read(response.body(), "$.components.statefun.status")).isEqualTo("UP");
			assertThat(JsonPath.<Integer>read(response.body(), "$.components.statefun.details.functions")).isEqualTo(1);
		}
	}

	@Test
	void whenThePortOfItsOwnIsClosedThenTheHealthIsDown() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--statefun.server.port=0")) {
			HttpResponse<String> response = get(context, "/actuator/health");
			assertThat(JsonPath.<Integer>read(response.body(), "$.components.statefun.details.port"))
				.isEqualTo(context.getBean(StatefunServer.class).port());
			context.getBean("statefunServerLifecycle", Lifecycle.class).stop();
			response = get(context, "/actuator/health");
			assertThat(response.statusCode()).isEqualTo(503);
			assertThat(JsonPath.<String>read(response.body(), "$.components.statefun.status")).isEqualTo("DOWN");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, http://localhost:%d/app/mvc/statefun", "REACTIVE, http://localhost:%d/flux/statefun" })
	void whenTheApplicationStartsThenAFewLinesSayWhatIsServedWhere(WebApplicationType type, String url,
			CapturedOutput output) {
		int port;
		try (ConfigurableApplicationContext context = run(type, "--server.servlet.context-path=/app",
				"--spring.mvc.servlet.path=/mvc", "--spring.webflux.base-path=/flux/", "--statefun.protocol=v3")) {
			port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("tateful function"))).singleElement()
			.asString()
			.endsWith("Found 1 stateful function for requests to " + url.formatted(port) + " (protocol v3)");
		assertThat(output).contains("  demo/counter takes io.statefun.types/string and any other");
	}

	@Test
	void whenDebugIsOnThenATableSaysWhatThereIs(CapturedOutput output) {
		run(WebApplicationType.NONE, "--logging.level.dev.statefun=debug").close();
		assertThat(output).containsPattern("demo/counter, bean '.*Counter'")
			.containsPattern("message +io.statefun.types/string +Counter.count")
			.containsPattern("state +total +io.statefun.types/int, expires PT2H after it was written");
	}

	@Test
	void whenThereAreNoFunctionsThenAWarningSaysSo(CapturedOutput output) {
		new SpringApplicationBuilder(NoFunctions.class).web(WebApplicationType.NONE).run().close();
		assertThat(output).containsPattern("WARN.*There are no stateful functions");
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(TestApplication.class).web(type)
			.properties("server.port=0", "management.endpoints.web.exposure.include=*",
					"management.endpoint.health.show-details=always", "spring.jmx.enabled=false")
			.run(arguments);
	}

	private static void post(ConfigurableApplicationContext context, String function, String messageType)
			throws IOException, InterruptedException {
		client.send(HttpRequest.newBuilder(uri(context, "/statefun"))
			.header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers.ofByteArray(EngineRequest.v3(function, "ada", "total", messageType, ByteString.EMPTY)))
			.build(), BodyHandlers.discarding());
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		return client.send(HttpRequest.newBuilder(uri(context, path)).build(), BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NoFunctions {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Counter.class)
	static class TestApplication {

		@Bean
		HttpExchangeRepository exchanges() {
			return new InMemoryHttpExchangeRepository();
		}

	}

	@StatefunFunction("demo/counter")
	static class Counter {

		@StatefunHandler
		void count(String text, @State(value = "total", expireAfterWrite = "2h") StateValue<Integer> total) {
		}

		@StatefunHandler
		void refuse(Message message, Context context) {
			throw new IllegalArgumentException();
		}

	}

}
