package dev.statefun.autoconfigure.console;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.autoconfigure.security.servlet.StatefunRequest;
import dev.statefun.testing.EngineRequest;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console of a running application, on both web frameworks.
 */
class StatefunConsoleTests {

	private static final JsonMapper JSON = new JsonMapper();

	/** One for all: a client that nobody refers to any more closes its connections. */
	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final String HOSTILE = "<script>alert(1)</script>\u202e</pre><img src=x onerror=alert(2)>";

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void whenAFunctionHandlesAMessageThenTheConsoleShowsIt(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "statefun.console.enabled=true")) {
			call(context, "/statefun", "ada", "hello");
			JsonNode row = json(context, "/statefun-console/api/activity").get(0);
			assertThat(row.get("function").asString()).isEqualTo("demo/echo");
			assertThat(row.get("id").asString()).isEqualTo("ada");
			assertThat(row.get("brief").asString()).isEqualTo("hello");
			JsonNode one = json(context, "/statefun-console/api/activity/" + row.get("number").asInt());
			assertThat(one.get("states").get(0).get("before").get("text").asString()).isEqualTo("1");
			assertThat(one.get("states").get(0).get("after").get("text").asString()).isEqualTo("2");
			assertThat(one.get("messages").get(0).get("target").asString()).isEqualTo("demo/other");
			JsonNode functions = json(context, "/statefun-console/api/functions");
			assertThat(functions.get(0).get("recorded").asInt()).isEqualTo(1);
			JsonNode flow = json(context, "/statefun-console/api/flow");
			assertThat(flow.get("edges").size()).isEqualTo(2);
			assertThat(json(context, "/statefun-console/api/failures").size()).isZero();
			assertThat(json(context, "/statefun-console/api/status").get("seen").asInt()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void whenMessagesAreHostileThenTheyStayText(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "statefun.console.enabled=true")) {
			call(context, "/statefun", HOSTILE, "fail " + HOSTILE + "x".repeat(10 << 20));
			String answer = Browser.get(port(context), "/statefun-console/api/activity");
			assertThat(answer.toLowerCase()).contains("content-type: application/json",
					"x-content-type-options: nosniff");
			assertThat(answer.length()).isLessThan(20_000);
			JsonNode row = json(context, "/statefun-console/api/activity").get(0);
			assertThat(row.get("id").asString()).isEqualTo(HOSTILE);
			assertThat(row.get("outcome").asString()).isEqualTo("FAILED");
			JsonNode one = json(context, "/statefun-console/api/activity/1");
			assertThat(one.get("payload").get("text").asString()).startsWith("fail " + HOSTILE).hasSizeLessThan(20_000);
			assertThat(one.get("payload").get("shortened").asBoolean()).isTrue();
			assertThat(one.get("exception").get("message").asString()).contains(HOSTILE).hasSizeLessThan(5000);
		}
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void whenAPageIsOpenedThenItIsStrictAboutWhereScriptsComeFrom(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "statefun.console.enabled=true")) {
			assertThat(Browser.get(port(context), "/statefun-console")).startsWith("HTTP/1.1 302")
				.containsIgnoringCase("Location: statefun-console/");
			String page = Browser.get(port(context), "/statefun-console/");
			assertThat(page).startsWith("HTTP/1.1 200").contains("<title>StateFun console</title>");
			assertThat(page).containsIgnoringCase("content-security-policy: default-src 'none'; script-src 'self'")
				.containsIgnoringCase("x-frame-options: DENY")
				.containsIgnoringCase("cache-control: no-store");
			assertThat(Browser.get(port(context), "/statefun-console/console.js")).startsWith("HTTP/1.1 200")
				.containsIgnoringCase("content-type: text/javascript");
			for (String path : List.of("/nothing", "/api/nothing", "/..%2fapplication.properties", "/api/activity/7")) {
				assertThat(Browser.get(port(context), "/statefun-console" + path)).as(path).contains(" 40");
			}
			assertThat(Browser.send(port(context), "POST", "/statefun-console/api/activity", "Content-Length: 0"))
				.startsWith("HTTP/1.1 405");
		}
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void whenARequestIsNotOfThisMachinesBrowserThenItIsRefused(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "statefun.console.enabled=true")) {
			for (String header : List.of("Host: evil.example", "Origin: http://evil.example",
					"Sec-Fetch-Site: cross-site", "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1")) {
				for (String path : List.of("/", "/api/activity", "/api/events")) {
					assertThat(Browser.get(port(context), "/statefun-console" + path, header)).as(header + path)
						.startsWith("HTTP/1.1 403");
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void whenTheApplicationBelievesProxiesThenTheirRequestsAreRefusedAllTheSame(WebApplicationType type)
			throws Exception {
		for (String strategy : List.of("framework", "native")) {
			try (ConfigurableApplicationContext context = start(type, "statefun.console.enabled=true",
					"server.forward-headers-strategy=" + strategy)) {
				assertThat(Browser.get(port(context), "/statefun-console/api/activity", "X-Forwarded-For: 127.0.0.1",
						"X-Forwarded-Host: localhost"))
					.as(strategy)
					.startsWith("HTTP/1.1 403");
				assertThat(Browser.get(port(context), "/statefun-console/api/activity")).startsWith("HTTP/1.1 200");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void whenABrowserListensThenItIsToldOfEachInvocation(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = start(type, "statefun.console.enabled=true");
		try (context; Socket events = Browser.connect(port(context), "GET", "/statefun-console/api/events")) {
			assertThat(Browser.readUntil(events, ": alive")).containsIgnoringCase("content-type: text/event-stream");
			call(context, "/statefun", "ada", "hello");
			assertThat(Browser.readUntil(events, "\"id\":\"ada\"")).contains("event: invocations", "data: {");
			long start = System.nanoTime();
			context.close();
			assertThat(System.nanoTime() - start).as("graceful shutdown").isLessThan(10_000_000_000L);
		}
	}

	@Test
	void whenThereAreAContextPathAndAServletPathThenTheConsoleIsBelow() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, "statefun.console.enabled=true",
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=/web",
				"statefun.console.path=/inner/look")) {
			assertThat(Browser.get(port(context), "/shop/web/inner/look/")).startsWith("HTTP/1.1 200");
			assertThat(Browser.get(port(context), "/shop/web/inner/look")).containsIgnoringCase("Location: look/");
			assertThat(Browser.get(port(context), "/shop/web/inner/look/api/status")).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void whenWebFluxHasABasePathThenTheConsoleIsBelow() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.REACTIVE,
				"statefun.console.enabled=true", "spring.webflux.base-path=/shop")) {
			assertThat(Browser.get(port(context), "/shop/statefun-console/")).startsWith("HTTP/1.1 200");
			assertThat(Browser.get(port(context), "/shop/statefun-console/api/status")).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void whenTheManagementPortIsSeparateThenTheConsoleIsOnTheOther() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, "statefun.console.enabled=true",
				"management.server.port=0")) {
			int management = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(Browser.get(port(context), "/statefun-console/")).startsWith("HTTP/1.1 200");
			assertThat(Browser.get(management, "/statefun-console/")).startsWith("HTTP/1.1 404");
		}
	}

	@Test
	void whenValuesAreNotToBeShownThenTheConsoleHasNone() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, "statefun.console.enabled=true",
				"statefun.console.show-payloads=false")) {
			call(context, "/statefun", "ada", "secret");
			assertThat(Browser.get(port(context), "/statefun-console/api/activity/1")).contains("\"format\":\"masked\"")
				.doesNotContain("secret");
		}
	}

	@Test
	void whenSecurityHasAChainForTheConsoleThenItAloneApplies() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, Secured.class,
				"spring.autoconfigure.exclude=", "statefun.console.enabled=true")) {
			assertThat(Browser.get(port(context), "/statefun-console/api/status")).startsWith("HTTP/1.1 403");
			assertThat(Browser.get(port(context), "/statefun-console")).startsWith("HTTP/1.1 403");
			assertThat(Browser.get(port(context), "/other")).startsWith("HTTP/1.1 404");
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		return start(type, Application.class, properties);
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, Class<?> application,
			String... properties) {
		List<String> all = new ArrayList<>(List.of("--server.port=0"));
		Arrays.stream(properties).map((property) -> "--" + property).forEach(all::add);
		return new SpringApplicationBuilder(application).web(type).run(all.toArray(String[]::new));
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static JsonNode json(ConfigurableApplicationContext context, String path) throws IOException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port(context) + path)).build();
		try {
			return JSON.readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private static void call(ConfigurableApplicationContext context, String path, String id, String text)
			throws Exception {
		ByteString state = Types.integerType().serialize(1);
		byte[] body = EngineRequest.v3Batch("demo/echo", id, "bob", "visits",
				new EngineRequest.Value(Types.integerType().typeName(), state),
				new EngineRequest.Value(Types.stringType().typeName(), Types.stringType().serialize(text)));
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port(context) + path))
			.header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers.ofByteArray(body))
			.build();
		CLIENT.send(request, BodyHandlers.discarding());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echo.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
	@Import(Echo.class)
	static class Secured {

		@Bean
		SecurityFilterChain console(HttpSecurity http) {
			return http.securityMatcher(StatefunRequest.toConsole())
				.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll())
				.build();
		}

	}

	@StatefunFunction("demo/echo")
	static class Echo {

		@StatefunHandler
		void echo(Message message, Context context, @State("visits") StateValue<Integer> visits) {
			String text = message.as(String.class);
			if (text.startsWith("fail")) {
				throw new IllegalStateException(text);
			}
			visits.update(0, (count) -> count + 1);
			context.send("demo/other", "ada", text);
		}

	}

}
