package dev.statefun.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import dev.statefun.Message;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.testing.EngineRequest;
import dev.statefun.testing.WireClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that have what they use on their class path, and nothing else.
 */
class ClassPathTests {

	private static final List<String> WEB = List.of("spring-web", "spring-boot-web", "spring-boot-servlet",
			"spring-boot-http", "spring-boot-tomcat", "spring-boot-reactor", "spring-boot-netty",
			"spring-boot-starter-web", "spring-boot-starter-tomcat", "spring-boot-starter-reactor", "spring-security",
			"tomcat-embed-core", "tomcat-embed-websocket", "jakarta.servlet", "reactor-", "reactive-streams");

	private static final List<String> ACTUATOR = List.of("spring-boot-actuator", "spring-boot-health",
			"spring-boot-micrometer", "spring-boot-starter-actuator", "spring-boot-starter-micrometer",
			"micrometer-core", "micrometer-jakarta9", "micrometer-tracing");

	private static final List<String> SERVER = List.of("statefun-http-netty", "netty-", "reactor-", "spring-webflux",
			"spring-boot-webflux", "spring-boot-netty", "spring-boot-reactor");

	@Test
	void whenThereIsOnlyTheLeanServerThenNoWebFrameworkIsNeeded() throws Exception {
		assertThat(ClassPath.without(WEB).run(Lean.class)).containsExactly("web false", "answer 200",
				"timer http.server.requests", "health UP");
	}

	@Test
	void whenThereIsOnlyTheLeanServerThenNoActuatorIsNeeded() throws Exception {
		assertThat(ClassPath.without(Stream.of(WEB, ACTUATOR).flatMap(List::stream).toList()).run(Bare.class))
			.containsExactly("web false", "actuator false", "answer 200");
	}

	@Test
	void whenThereIsOnlySpringMvcThenTheLeanServerIsNotNeeded() throws Exception {
		assertThat(ClassPath.without(SERVER).run(Mvc.class)).containsExactly("server false", "answer 200", "health UP");
	}

	@Test
	void whenThereIsOnlySpringMvcThenNoActuatorIsNeeded() throws Exception {
		assertThat(ClassPath.without(Stream.of(SERVER, ACTUATOR).flatMap(List::stream).toList()).run(BareMvc.class))
			.containsExactly("server false", "actuator false", "answer 200");
	}

	private static void tellWhether(String what, String className) {
		ClassPath.tell(what + " " + ClassUtils.isPresent(className, null));
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).properties("logging.level.root=warn")
			.properties(properties)
			.run();
	}

	private static void call(ConfigurableApplicationContext context, String portProperty) throws Exception {
		byte[] request = EngineRequest.v3("demo/function", "ada", "none", "demo/Text", ByteString.EMPTY);
		int port = context.getEnvironment().getRequiredProperty(portProperty, Integer.class);
		try (WireClient client = WireClient.connect(port)) {
			client.lines("POST /statefun HTTP/1.1", "host: localhost", "content-type: application/octet-stream",
					"content-length: " + request.length, "connection: close", "");
			ClassPath.tell("answer " + client.bytes(request).answer().status());
			// By then the server has recorded the answer
			client.readToEnd();
		}
	}

	private static void tellHealth(ConfigurableApplicationContext context) {
		ClassPath
			.tell("health " + context.getBean("statefunHealthIndicator", HealthIndicator.class).health().getStatus());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@StatefunFunction("demo/function")
		void handle(Message message) {
		}

	}

	static final class Bare {

		private Bare() {
		}

		public static void main(String[] args) throws Exception {
			tellWhether("web", "org.springframework.web.server.ResponseStatusException");
			tellWhether("actuator", "io.micrometer.core.instrument.MeterRegistry");
			try (ConfigurableApplicationContext context = run("statefun.server.port=0")) {
				call(context, "local.statefun.port");
			}
		}

	}

	static final class Lean {

		private Lean() {
		}

		public static void main(String[] args) throws Exception {
			tellWhether("web", "org.springframework.web.server.ResponseStatusException");
			try (ConfigurableApplicationContext context = run("statefun.server.port=0")) {
				call(context, "local.statefun.port");
				ClassPath.tell("timer "
						+ context.getBean(MeterRegistry.class).get("http.server.requests").timer().getId().getName());
				tellHealth(context);
			}
		}

	}

	static final class BareMvc {

		private BareMvc() {
		}

		public static void main(String[] args) throws Exception {
			tellWhether("server", "dev.statefun.http.netty.StatefunServer");
			tellWhether("actuator", "io.micrometer.core.instrument.MeterRegistry");
			try (ConfigurableApplicationContext context = run("server.port=0")) {
				call(context, "local.server.port");
			}
		}

	}

	static final class Mvc {

		private Mvc() {
		}

		public static void main(String[] args) throws Exception {
			tellWhether("server", "dev.statefun.http.netty.StatefunServer");
			try (ConfigurableApplicationContext context = run("server.port=0")) {
				call(context, "local.server.port");
				tellHealth(context);
			}
		}

	}

}
