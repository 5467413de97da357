package dev.statefun.autoconfigure.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.statefun.http.netty.StatefunServer;
import dev.statefun.testing.WireClient;
import dev.statefun.testing.WireClient.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of {@link StatefunServer} in applications.
 */
@ExtendWith(OutputCaptureExtension.class)
class StatefunServerTests {

	@TempDir
	private Path directory;

	@Test
	void whenItHasAPortThenTheEndpointIsThereAndNotOnTheWebApplications(CapturedOutput output) throws IOException {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "statefun.server.port=0",
				"server.port=0", "logging.level.dev.statefun=info")) {
			int port = port(context);
			assertThat(context.getBean(StatefunServer.class).port()).isEqualTo(port).isPositive();
			assertThat(context.getBean(StatefunServer.class).url())
				.isEqualTo(URI.create("http://localhost:" + port + "/statefun"));
			assertThat(output).contains("StateFun endpoint started on port " + port + " (http) with path '/statefun'");
			assertServed(port, "Ada");
			int webPort = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			try (WireClient client = WireClient.connect(webPort)) {
				client.lines("POST /statefun HTTP/1.1", "host: localhost", "content-length: 0", "");
				assertThat(client.answer().status()).isEqualTo(404);
			}
		}
	}

	@Test
	void whenTheApplicationHasNoWebServerThenTheEndpointIsServedNevertheless() throws IOException {
		try (ConfigurableApplicationContext context = run("statefun.server.port=0", "statefun.path=/fn")) {
			try (WireClient client = WireClient.connect(port(context))) {
				assertThat(client.post("/fn", ServedFunction.text("Ada")).answer().text()).contains("Ada on ");
				assertThat(client.post("/statefun", ServedFunction.text("Ada")).answer().status()).isEqualTo(404);
			}
		}
	}

	@Test
	void whenItRunsThenItKeepsTheJvmAlive() {
		Thread thread;
		try (ConfigurableApplicationContext context = run("statefun.server.port=0")) {
			assertThat(context.isRunning()).isTrue();
			thread = threadNamed("statefun-server");
			assertThat(thread.isDaemon()).isFalse();
		}
		assertThat(thread).satisfies((stopped) -> stopped.join(20_000)).matches((stopped) -> !stopped.isAlive());
	}

	@Test
	void whenItHasAnAddressThenItListensThereOnly() throws IOException {
		try (ConfigurableApplicationContext context = run("statefun.server.port=0",
				"statefun.server.address=127.0.0.2")) {
			assertThat(context.getBean(StatefunServer.class).url()).hasHost("127.0.0.2");
			try (WireClient client = new WireClient(new Socket("127.0.0.2", port(context)))) {
				assertThat(client.post("/statefun", ServedFunction.text("Ada")).answer().status()).isEqualTo(200);
			}
			assertThatException().isThrownBy(() -> new Socket("127.0.0.3", port(context)).close());
		}
	}

	@Test
	void whenItHasAUnixDomainSocketThenTheEndpointIsThereOnly(CapturedOutput output) throws IOException {
		Path path = this.directory.resolve("statefun.sock");
		try (ConfigurableApplicationContext context = run("statefun.server.unix-domain-socket=" + path,
				"logging.level.dev.statefun=info")) {
			assertThat(context.getBean(StatefunServer.class).port()).isEqualTo(-1);
			assertThat(context.getBean(StatefunServer.class).url()).isNull();
			assertThat(context.getEnvironment().containsProperty("local.statefun.port")).isFalse();
			assertThat(output).contains("StateFun endpoint started on Unix domain socket " + path);
			try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
					WireClient client = new WireClient(Channels.newInputStream(channel),
							Channels.newOutputStream(channel))) {
				assertThat(client.post("/statefun", ServedFunction.text("Ada")).answer().text()).contains("Ada on ");
			}
		}
		assertThat(path).doesNotExist();
	}

	@Test
	void whenThePortIsTakenThenTheStartupFailsAndTheLogSaysWhatToDo(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			assertThatException().isThrownBy(() -> run("statefun.server.port=" + taken.getLocalPort()));
			assertThat(output).contains("APPLICATION FAILED TO START",
					"cannot have port " + taken.getLocalPort() + ", since it is already in use",
					"'statefun.server.port' to another port");
		}
	}

	@Test
	void whenTheServerIsMissingThenTheStartupFailsAndTheLogSaysWhatToDo(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(ServedFunction.Application.class)
			.web(WebApplicationType.NONE)
			.resourceLoader(new DefaultResourceLoader(new FilteredClassLoader("dev.statefun.http.netty")))
			.properties("statefun.server.port=0");
		assertThatException().isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START", "statefun-http-netty is not on the class path",
				"Add the dependency dev.statefun:statefun-http-netty");
	}

	@Test
	void whenTheApplicationIsClosedThenRequestsInProgressAreAnswered(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext context = run("statefun.server.port=0", "logging.level.dev.statefun=info");
		ServedFunction function = context.getBean(ServedFunction.class);
		int port = port(context);
		try (WireClient busy = WireClient.connect(port); WireClient idle = WireClient.connect(port)) {
			assertThat(idle.post("/statefun", ServedFunction.text("Ada")).answer().status()).isEqualTo(200);
			busy.post("/statefun", ServedFunction.text("wait"));
			function.called.await();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
			Answer last = idle.post("/statefun", ServedFunction.text("Ada")).answer();
			while (!last.headers().containsKey("connection")) {
				last = idle.post("/statefun", ServedFunction.text("Ada")).answer();
			}
			assertThat(last.status()).isIn(200, 503);
			assertThat(idle.isClosed()).isTrue();
			// Refused requests may have come first
			awaitRefusal(port);
			assertThat(closed).isNotDone();
			function.latch.countDown();
			Answer answer = busy.answer();
			assertThat(answer.text()).contains("wait on ");
			assertThat(answer.headers()).containsEntry("connection", "close");
			closed.get(20, TimeUnit.SECONDS);
			assertThat(output).contains("Commencing graceful shutdown of the StateFun endpoint",
					"Graceful shutdown of the StateFun endpoint complete");
		}
	}

	private static void awaitRefusal(int port) throws IOException {
		boolean refused = false;
		while (!refused) {
			try (WireClient client = WireClient.connect(port)) {
				Thread.onSpinWait();
			}
			catch (ConnectException ex) {
				refused = true;
			}
		}
	}

	@Test
	void whenRequestsInProgressTakeLongerThanThePhaseThenTheApplicationIsClosedNevertheless(CapturedOutput output)
			throws Exception {
		ConfigurableApplicationContext context = run("statefun.server.port=0",
				"spring.lifecycle.timeout-per-shutdown-phase=100ms", "logging.level.dev.statefun=info");
		try (WireClient busy = WireClient.connect(port(context))) {
			busy.post("/statefun", ServedFunction.text("wait"));
			context.getBean(ServedFunction.class).called.await();
			context.close();
			assertThat(busy.isClosed()).isTrue();
			assertThat(output).contains("Graceful shutdown of the StateFun endpoint aborted");
		}
	}

	@Test
	void whenShutdownIsImmediateThenRequestsInProgressAreNotWaitedFor() throws Exception {
		ConfigurableApplicationContext context = run("statefun.server.port=0", "server.shutdown=immediate");
		try (WireClient busy = WireClient.connect(port(context))) {
			busy.post("/statefun", ServedFunction.text("wait"));
			context.getBean(ServedFunction.class).called.await();
			context.close();
			assertThat(busy.isClosed()).isTrue();
		}
	}

	@Test
	void whenTheContextIsStoppedAndStartedThenSoIsTheServer() throws IOException {
		try (ConfigurableApplicationContext context = run("statefun.server.port=0")) {
			int port = port(context);
			context.stop();
			assertThat(context.getBean(StatefunServer.class).port()).isEqualTo(-1);
			assertThatException().isThrownBy(() -> new Socket("localhost", port).close());
			context.start();
			assertThat(port(context)).isEqualTo(context.getBean(StatefunServer.class).port());
			assertServed(port(context), "Ada");
		}
	}

	@Test
	void whenThereIsAMeterRegistryThenRequestsAreTimedLikeThoseOfTheWebApplication() throws IOException {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "statefun.server.port=0",
				"server.port=0", "management.observations.key-values.region=eu")) {
			try (WireClient client = WireClient.connect(port(context))) {
				client.post("/statefun", ServedFunction.text("Ada")).answer();
				client.post("/statefun", ServedFunction.text("Eve")).answer();
				client.post("/statefun", "").answer();
				client.post("/elsewhere", "").answer();
				client.lines("GET /statefun HTTP/1.1", "").answer();
				client.lines("BREW /statefun HTTP/1.1", "connection: close", "").answer();
				assertThat(client.isClosed()).isTrue();
			}
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(count(registry, "POST", "/statefun", "200", "SUCCESS")).isEqualTo(2);
			assertThat(count(registry, "POST", "/statefun", "400", "CLIENT_ERROR")).isEqualTo(1);
			assertThat(count(registry, "POST", "NOT_FOUND", "404", "CLIENT_ERROR")).isEqualTo(1);
			assertThat(count(registry, "GET", "/statefun", "405", "CLIENT_ERROR")).isEqualTo(1);
			assertThat(count(registry, "UNKNOWN", "/statefun", "405", "CLIENT_ERROR")).isEqualTo(1);
			int webPort = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			try (WireClient client = WireClient.connect(webPort)) {
				client.lines("POST /statefun HTTP/1.1", "host: localhost", "content-length: 0", "connection: close", "")
					.readToEnd();
			}
			// All of a name must have the same tags, or Prometheus refuses them
			assertThat(registry.get("http.server.requests").timers())
				.extracting((timer) -> timer.getId().getTags().stream().map((tag) -> tag.getKey()).toList())
				.hasSizeGreaterThan(5)
				.containsOnly(List.of("error", "exception", "method", "outcome", "region", "status", "uri"));
		}
	}

	@Test
	void whenFunctionsAreToRunOnWorkersThenTheyDo() throws IOException {
		try (ConfigurableApplicationContext context = run("statefun.server.port=0",
				"statefun.server.execution=worker")) {
			for (int i = 0; i < 500; i++) {
				assertThat(assertServed(port(context), "Ada")).contains("statefun-worker-");
			}
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenVirtualThreadsAreEnabledThenWorkersAreVirtual() throws IOException {
		try (ConfigurableApplicationContext context = run("statefun.server.port=0", "statefun.server.execution=worker",
				"spring.threads.virtual.enabled=true")) {
			assertThat(assertServed(port(context), "Ada")).contains("VirtualThread", "statefun-worker-");
		}
	}

	private static String assertServed(int port, String text) throws IOException {
		try (WireClient client = WireClient.connect(port)) {
			Answer answer = client.post("/statefun", ServedFunction.text(text)).answer();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.text()).contains(text + " on ");
			return answer.text();
		}
	}

	private static long count(MeterRegistry registry, String method, String uri, String status, String outcome) {
		return registry.get("http.server.requests")
			.tags("method", method, "uri", uri, "status", status, "outcome", outcome)
			.timer()
			.count();
	}

	private static Thread threadNamed(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.statefun.port", Integer.class);
	}

	static ConfigurableApplicationContext run(String... properties) {
		return run(WebApplicationType.NONE, properties);
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(ServedFunction.Application.class).web(type)
			.properties("logging.level.root=warn")
			.properties(properties)
			.run();
	}

}
