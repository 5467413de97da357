package dev.statefun.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.statefun.testing.WireClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a small heap, default properties and clients that are up to no
 * good. An engine among them is served all the time.
 */
@ParameterizedClass
@EnumSource(names = { "WEB_MVC", "WEB_FLUX", "OWN_PORT" })
class SmallHeapTests {

	private static final int MEGABYTE = 1 << 20;

	private static final String PORT = "Listening on ";

	private final EndpointServer server;

	SmallHeapTests(EndpointServer server) {
		this.server = server;
	}

	@Test
	void whenClientsPromiseMuchAndDoNotReadAnswersThenAnEngineIsServed() throws Exception {
		List<WireClient> clients = new ArrayList<>();
		Process application = start();
		try {
			int port = port(application);
			for (int megabytes : new int[] { 64, 32 }) {
				clients.add(connect(port).lines("POST /statefun HTTP/1.1", "host: localhost",
						"content-type: application/octet-stream", "content-length: " + megabytes * MEGABYTE, "", "x"));
			}
			assertServed(port, GatedFunctions.quick("x".repeat(5 * MEGABYTE)));
			for (int i = 0; i < 150; i++) {
				WireClient client = WireClient.connectUnread(port);
				clients.add(client);
				client.post("/statefun", text(GatedFunctions.large(3 * MEGABYTE)));
				if (i % 10 == 0) {
					assertServed(port, GatedFunctions.quick("hi"));
				}
			}
			for (int i = 0; i < 20; i++) {
				assertServed(port, GatedFunctions.quick("hi"));
			}
			assertThat(application.isAlive()).isTrue();
		}
		finally {
			for (WireClient client : clients) {
				client.reset();
			}
			application.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
		}
	}

	private static void assertServed(int port, byte[] request) throws IOException {
		try (WireClient engine = connect(port)) {
			assertThat(engine.post("/statefun", text(request)).answer().status()).isEqualTo(200);
		}
	}

	private static String text(byte[] request) {
		return new String(request, StandardCharsets.ISO_8859_1);
	}

	private static WireClient connect(int port) throws IOException {
		return WireClient.connect(port);
	}

	private Process start() throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				Application.class.getName(), this.server.name());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
		return builder.directory(new File("target")).start();
	}

	/** Goes on reading the output, or the application would stand still. */
	private static int port(Process application) throws IOException {
		BufferedReader output = application.inputReader(StandardCharsets.UTF_8);
		StringBuilder seen = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith(PORT)) {
				Thread reader = new Thread(() -> output.lines().forEach((next) -> System.out.println("  " + next)));
				reader.setDaemon(true);
				reader.start();
				return Integer.parseInt(line.substring(PORT.length()));
			}
			seen.append(line).append('\n');
		}
		throw new IOException("The application ended after: " + seen);
	}

	/**
	 * The application. It ends with the JVM of the test.
	 */
	static final class Application {

		private Application() {
		}

		public static void main(String[] arguments) throws IOException {
			ConfigurableApplicationContext context = EndpointServer.valueOf(arguments[0])
				.run(GatedFunctions.Application.class);
			System.out.println(PORT + EngineClient.port(context));
			while (System.in.read() >= 0) {
				continue;
			}
			Runtime.getRuntime().halt(0);
		}

	}

}
