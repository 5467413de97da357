package dev.statefun.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.statefun.http.AdmissionControl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The endpoint with clients that send and read as slowly as they like.
 */
@ParameterizedClass
@EnumSource
class SlowClientTests {

	private static final int MEGABYTE = 1 << 20;

	private static final Duration INTERVAL = Duration.ofMillis(20);

	private static final String[] SHORT = { "statefun.transfer.grace-period=500ms", "statefun.transfer.min-rate=100KB",
			"statefun.secret=0123456789abcdef" };

	private static final String PATH = "/statefun/0123456789abcdef";

	private final EndpointServer server;

	SlowClientTests(EndpointServer server) {
		this.server = server;
	}

	/** The level outlives the application that set it. */
	@AfterAll
	static void logAgain() {
		LoggingSystem.get(SlowClientTests.class.getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@Test
	void whenBodiesAreOnlyPromisedThenOthersAreServed() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=1MB",
				"statefun.max-bytes-in-flight=1MB");
				RawConnection one = new RawConnection(context);
				RawConnection other = new RawConnection(context)) {
			one.sendPart(new byte[MEGABYTE], 1);
			other.sendPart(new byte[MEGABYTE], 1);
			AdmissionControl control = context.getBean(AdmissionControl.class);
			Awaitility.await().until(() -> control.bytes() > 0);
			result(post(context, "/statefun", GatedFunctions.quick("x".repeat(700_000))));
			result(post(context, "/statefun", GatedFunctions.quick("hi")));
		}
	}

	@Test
	void whenHalfReadBodiesTakeAllRoomThenOneIsServedAndSoAreSmallRequests() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=1MB",
				"statefun.max-bytes-in-flight=1MB");
				RawConnection one = new RawConnection(context);
				RawConnection other = new RawConnection(context)) {
			byte[] body = GatedFunctions.quick("x".repeat(900_000));
			AdmissionControl control = context.getBean(AdmissionControl.class);
			one.sendPart(body, 800_000);
			Awaitility.await().until(() -> control.bytes() > 800_000);
			other.sendPart(body, 800_000);
			Awaitility.await().until(() -> control.bytes() > 1_600_000);
			assertRefused(post(context, "/statefun", GatedFunctions.quick("x".repeat(900_000))), 429);
			result(post(context, "/statefun", GatedFunctions.quick("hi")));
			other.sendRaw(body, 800_000, body.length - 800_000);
			assertThat(other.receive()).startsWith("HTTP/1.1 200");
			one.sendRaw(body, 800_000, body.length - 800_000);
			assertThat(one.receive()).startsWith("HTTP/1.1 200");
			Awaitility.await().until(() -> control.bytes() == 0);
		}
	}

	@Test
	void whenABodyDribblesThenTheAnswerSaysSoAndTheConnectionIsClosed() throws Exception {
		try (ConfigurableApplicationContext context = run(SHORT);
				RawConnection known = new RawConnection(context);
				RawConnection chunked = new RawConnection(context)) {
			known.write(PATH, "Content-Length: 500000\r\n\r\n");
			assertThat(known.dribble(INTERVAL)).startsWith("HTTP/1.1 408");
			chunked.write(PATH, "Transfer-Encoding: chunked\r\n\r\n80000\r\n");
			assertThat(chunked.dribble(INTERVAL)).startsWith("HTTP/1.1 408");
			Awaitility.await().until(() -> context.getBean(AdmissionControl.class).bytes() == 0);
		}
	}

	@Test
	void whenTheBodyOfARefusedRequestDribblesThenTheConnectionIsClosed() throws Exception {
		assumeThat(this.server).as("Reactor Netty reads on, and forgets").isNotEqualTo(EndpointServer.WEB_FLUX);
		try (ConfigurableApplicationContext context = run(SHORT);
				RawConnection missing = new RawConnection(context);
				RawConnection large = new RawConnection(context)) {
			missing.write("/statefun/another0123456789", "Content-Length: 500000\r\n\r\n");
			assertThat(missing.dribble(INTERVAL)).matches("(?s)(HTTP/1.1 404.*)?");
			large.write(PATH, "Content-Length: 2000000000\r\n\r\n");
			assertThat(large.dribble(INTERVAL)).startsWith("HTTP/1.1 413");
		}
	}

	@Test
	void whenAnAnswerIsNotReadThenItCountsUntilItsConnectionIsClosed() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=1MB",
				"statefun.max-bytes-in-flight=20MB")) {
			AdmissionControl control = context.getBean(AdmissionControl.class);
			try (RawConnection connection = new RawConnection(context)) {
				connection.send(GatedFunctions.large(16 * MEGABYTE));
				Awaitility.await().until(() -> control.bytes() > 16 * MEGABYTE && control.requests() == 0);
				assertRefused(post(context, "/statefun", GatedFunctions.large(16 * MEGABYTE)), 429);
				result(post(context, "/statefun", GatedFunctions.quick("hi")));
			}
			Awaitility.await().until(() -> control.bytes() == 0);
			result(post(context, "/statefun", GatedFunctions.large(16 * MEGABYTE)));
		}
	}

	@Test
	void whenAnAnswerIsNotReadForTooLongThenTheConnectionIsClosed() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.transfer.grace-period=2s",
				"statefun.transfer.min-rate=100MB", "server.tomcat.connection-timeout=2s");
				RawConnection connection = new RawConnection(context)) {
			connection.send(GatedFunctions.large(16 * MEGABYTE));
			context.getBean(GatedFunctions.class).arrived.acquire();
			AdmissionControl control = context.getBean(AdmissionControl.class);
			Awaitility.await().until(() -> control.bytes() == 0 && control.requests() == 0);
			assertThat(connection.receiveToEnd()).isLessThan(16 * MEGABYTE);
		}
	}

	private ConfigurableApplicationContext run(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("logging.level.dev.statefun=off");
		return this.server.run(GatedFunctions.Application.class, all.toArray(String[]::new));
	}

}
