package dev.statefun.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever bytes a connection brings, the servers answer or close it, and serve others
 * meanwhile.
 * <p>
 * As a test it replays the corpus, which is beside the resources of this class.
 * {@code mvn -Pfuzz} has Jazzer look for other bytes, for 20 minutes, and puts what fails
 * into the corpus.
 */
class HttpFuzzTests {

	private static final String[] LOGGERS = { "dev.statefun", "org.springframework", "reactor.netty",
			"org.apache.coyote", "org.apache.catalina" };

	private static final String[] PROPERTIES = Stream
		.concat(Stream.of(LOGGERS).map((logger) -> "logging.level." + logger + "=off"),
				// What is not given back is missed soon
				Stream.of("statefun.max-concurrent-requests=20", "statefun.max-request-size=64KB",
						"statefun.max-bytes-in-flight=256KB", "statefun.server.max-connections=300"))
		.toArray(String[]::new);

	private static final Pattern ANSWER = Pattern.compile("|HTTP/1\\.[01] [1-5]\\d\\d .*", Pattern.DOTALL);

	/**
	 * To a first line that it cannot read, Tomcat answers as HTTP/0.9: without a status.
	 * Reactor Netty answers with the version that it was asked with.
	 */
	private static final Pattern ANSWER_OF_OTHERS = Pattern
		.compile("|\\S+/\\d+\\.\\d+ [1-5]\\d\\d .*|<!doctype html>.*|\\{\"timestamp\":.*", Pattern.DOTALL);

	private static final Map<EndpointServer, ConfigurableApplicationContext> servers = new EnumMap<>(
			EndpointServer.class);

	private static final Queue<Socket> lingering = new ArrayDeque<>();

	private static final ScheduledExecutorService canaries = Executors.newScheduledThreadPool(3);

	/** How long the canaries waited for their answers. */
	private static final List<Duration> waits = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void start() {
		for (EndpointServer server : List.of(EndpointServer.WEB_MVC, EndpointServer.WEB_FLUX,
				EndpointServer.OWN_PORT)) {
			ConfigurableApplicationContext context = server.run(GatedFunctions.Application.class, PROPERTIES);
			servers.put(server, context);
			assertThat(canary(context)).isLessThan(Duration.ofMinutes(1));
			canaries.scheduleAtFixedRate(() -> waits.add(canary(context)), 0, 1, TimeUnit.SECONDS);
		}
	}

	@AfterAll
	static void stop() throws Exception {
		canaries.shutdown();
		assertThat(canaries.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		servers.values().forEach(ConfigurableApplicationContext::close);
		for (String logger : LOGGERS) {
			LoggingSystem.get(HttpFuzzTests.class.getClassLoader()).setLogLevel(logger, null);
		}
		assertThat(waits).isNotEmpty().allMatch((wait) -> wait.toSeconds() < 5);
		long slow = waits.stream().filter((wait) -> wait.toMillis() > 1000).count();
		assertThat(slow).as("those that waited more than a second, of " + waits.size())
			.isLessThanOrEqualTo(Math.max(1, waits.size() / 100));
	}

	@MethodSource("requests")
	@FuzzTest(maxDuration = "20m")
	void whateverIsSentThenItIsAnsweredAndOthersAreServed(byte[] bytes) throws IOException {
		for (Map.Entry<EndpointServer, ConfigurableApplicationContext> server : servers.entrySet()) {
			int port = EngineClient.port(server.getValue());
			if (bytes.length % 4 == 0) {
				linger(port, bytes);
			}
			else {
				String answer = exchange(port, bytes);
				assertThat(answer).as("the answer of " + server.getKey())
					.matches((server.getKey() == EndpointServer.OWN_PORT) ? ANSWER : ANSWER_OF_OTHERS);
			}
		}
	}

	/** Keep the connection open for a while, as a client does that sends no more. */
	private static void linger(int port, byte[] bytes) throws IOException {
		Socket socket = new Socket("localhost", port);
		send(socket.getOutputStream(), bytes);
		lingering.add(socket);
		if (lingering.size() > 100) {
			lingering.remove().close();
		}
	}

	private static String exchange(int port, byte[] bytes) throws IOException {
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout(5_000);
			if (send(socket.getOutputStream(), bytes)) {
				socket.shutdownOutput();
			}
			return new String(socket.getInputStream().readNBytes(1 << 20), StandardCharsets.ISO_8859_1);
		}
		catch (SocketTimeoutException ex) {
			return fail("The connection is neither served nor closed", ex);
		}
		catch (IOException ex) {
			// The server has closed it while more was sent
			return "";
		}
	}

	private static boolean send(OutputStream output, byte[] bytes) {
		try {
			output.write(bytes);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** A request that has to be served, over a connection of its own. */
	private static Duration canary(ConfigurableApplicationContext context) {
		long start = System.nanoTime();
		try (Socket socket = new Socket("localhost", EngineClient.port(context))) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(request("Connection: close").getBytes(StandardCharsets.ISO_8859_1));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			return answer.startsWith("HTTP/1.1 200 ") ? Duration.ofNanos(System.nanoTime() - start)
					: Duration.ofDays(1);
		}
		catch (IOException ex) {
			return Duration.ofDays(2);
		}
	}

	static Stream<byte[]> requests() {
		String body = body();
		return Stream
			.of(request("Connection: close"), request("X: y") + request("Expect: 100-continue"),
					head("Transfer-Encoding: chunked") + chunked(body),
					head("Transfer-Encoding: chunked") + chunked(body) + request("Connection: keep-alive"),
					head("Transfer-Encoding: chunked", "Content-Length: 3") + chunked(body),
					head("Transfer-Encoding: gzip, chunked") + chunked(body), head("Content-Length: 100000") + body,
					head("Content-Length: 1000") + body, head("Upgrade: h2c", "Connection: Upgrade"),
					request("Connection: close").replace("HTTP/1.1", "HTTP/1.0"),
					request("Connection: close").replace("POST /statefun", "GET http://localhost/statefun"),
					"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000")
			.map((text) -> text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String request(String header) {
		return head(header, "Content-Length: " + body().length()) + body();
	}

	private static String head(String... headers) {
		return "POST /statefun HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
				+ String.join("\r\n", headers) + "\r\n\r\n";
	}

	private static String chunked(String body) {
		return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
	}

	private static String body() {
		return new String(GatedFunctions.quick("hi"), StandardCharsets.ISO_8859_1);
	}

}
