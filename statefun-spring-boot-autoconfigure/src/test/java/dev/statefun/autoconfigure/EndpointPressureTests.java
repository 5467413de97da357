package dev.statefun.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.statefun.http.AdmissionControl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

import static dev.statefun.autoconfigure.EngineClient.OCTET_STREAM;
import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.result;
import static dev.statefun.autoconfigure.EngineClient.send;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint when there is more to do than it can bear.
 */
@ParameterizedClass
@EnumSource
class EndpointPressureTests {

	private static final int BOUND = 50;

	private static final int REQUESTS = 200;

	private static final long MEGABYTE = 1 << 20;

	private final EndpointServer server;

	EndpointPressureTests(EndpointServer server) {
		this.server = server;
	}

	/** The level outlives the application that set it. */
	@AfterAll
	static void logAgain() {
		LoggingSystem.get(EndpointPressureTests.class.getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "demo/blocking", "demo/async" })
	void whenThereAreMoreRequestsThanTheBoundThenTheOthersAreRefusedWhileTheseRun(String function) throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-concurrent-requests=" + BOUND)) {
			GatedFunctions functions = context.getBean(GatedFunctions.class);
			HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + EngineClient.port(context) + "/statefun"))
				.header("Content-Type", OCTET_STREAM);
			BlockingQueue<HttpResponse<byte[]>> refused = new LinkedBlockingQueue<>();
			List<CompletableFuture<HttpResponse<byte[]>>> responses = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				request.POST(BodyPublishers.ofByteArray(GatedFunctions.request(function, "hi")));
				responses.add(client.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply((response) -> {
					if (response.statusCode() != 200) {
						refused.add(response);
					}
					return response;
				}));
			}
			for (int i = BOUND; i < REQUESTS; i++) {
				assertRefused(refused.poll(30, TimeUnit.SECONDS), 429);
			}
			assertThat(functions.calls).hasValueLessThanOrEqualTo(BOUND);
			assertThat(quickestRefusal(context)).isLessThan(Duration.ofMillis(50));
			functions.open();
			for (CompletableFuture<HttpResponse<byte[]>> response : responses) {
				response.get(30, TimeUnit.SECONDS);
			}
			assertThat(responses).filteredOn((response) -> response.join().statusCode() == 200).hasSize(BOUND);
			assertThat(functions.calls).hasValue(BOUND);
			result(post(context, "/statefun", GatedFunctions.quick("hi")));
		}
	}

	@Test
	void whenBodiesHaveMoreBytesThanTheBoundThenFurtherOnesAreRefusedAndSmallOnesAreNot() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=1MB",
				"statefun.max-bytes-in-flight=1MB")) {
			String large = "x".repeat(700_000);
			CompletableFuture<HttpResponse<byte[]>> first = CompletableFuture
				.supplyAsync(() -> postUnchecked(context, GatedFunctions.async(large)));
			GatedFunctions functions = context.getBean(GatedFunctions.class);
			functions.arrived.acquire();
			assertRefused(post(context, "/statefun", GatedFunctions.quick(large)), 429);
			assertRefused(postChunked(context, GatedFunctions.quick(large)), 429);
			result(post(context, "/statefun", GatedFunctions.quick("small")));
			result(postChunked(context, GatedFunctions.quick("small")));
			functions.open();
			result(first.get(30, TimeUnit.SECONDS));
			result(post(context, "/statefun", GatedFunctions.quick(large)));
			result(postChunked(context, GatedFunctions.quick(large.substring(0, 400_000))));
		}
	}

	@Test
	void whenRequestsFailInAnyWayThenTheyGiveTheirPlacesBack() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-concurrent-requests=1",
				"statefun.max-request-size=1KB", "statefun.max-bytes-in-flight=1KB")) {
			for (int i = 0; i < 3; i++) {
				assertRefused(post(context, "/statefun", new byte[1025]), 413);
				assertRefused(postChunked(context, new byte[1025]), 413);
				assertRefused(post(context, "/statefun", new byte[] { 1 }), 400);
				assertRefused(postChunked(context, new byte[] { 1 }), 400);
				assertRefused(post(context, "/statefun", GatedFunctions.request("demo/none", "hi")), 500);
				result(post(context, "/statefun", GatedFunctions.quick("hi")));
				result(postChunked(context, GatedFunctions.quick("hi")));
			}
		}
	}

	@Test
	void whenTheEngineHangsUpWhileItSendsThenItHasTakenNoPlaceAndItsBytesAreGivenBack() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-concurrent-requests=1")) {
			AdmissionControl control = context.getBean(AdmissionControl.class);
			try (RawConnection connection = new RawConnection(context)) {
				connection.write("Content-Length: 60\r\n\r\nab");
				Awaitility.await().until(() -> control.bytes() > 0);
				assertThat(control.requests()).isZero();
				result(post(context, "/statefun", GatedFunctions.quick("hi")));
			}
			Awaitility.await().until(() -> control.bytes() == 0);
			awaitAdmission(context);
		}
	}

	@Test
	void whenTheEngineHangsUpWhileAFunctionRunsThenThePlaceIsTakenUntilItEnds() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-concurrent-requests=1")) {
			GatedFunctions functions = context.getBean(GatedFunctions.class);
			try (RawConnection connection = new RawConnection(context)) {
				connection.send(GatedFunctions.async("hi"));
				functions.arrived.acquire();
			}
			for (int i = 0; i < 20; i++) {
				assertRefused(post(context, "/statefun", GatedFunctions.quick("hi")), 429);
			}
			functions.open();
			awaitAdmission(context);
		}
	}

	@Test
	void whenABodyOfTwoGigabytesIsSentInChunksThenItCostsNoMoreThanTheLimit() throws Exception {
		try (ConfigurableApplicationContext context = run("statefun.max-request-size=1MB")) {
			result(post(context, "/statefun", GatedFunctions.quick("hi")));
			System.gc();
			long before = usedHeap();
			long[] peak = { 0 };
			try (RawConnection connection = new RawConnection(context)) {
				long sent = connection.sendEndlessly(2048 * MEGABYTE,
						() -> peak[0] = Math.max(peak[0], usedHeap() - before));
				// Reactor Netty reads on, and forgets
				assertThat(sent)
					.isLessThan((this.server == EndpointServer.WEB_FLUX) ? 2049 * MEGABYTE : 256 * MEGABYTE);
			}
			assertThat(peak[0]).isLessThan(128 * MEGABYTE);
			result(post(context, "/statefun", GatedFunctions.quick("hi")));
		}
	}

	/** Of several, since the machine may have other things to do. */
	private static Duration quickestRefusal(ConfigurableApplicationContext context) throws Exception {
		Duration quickest = Duration.ofMinutes(1);
		for (int i = 0; i < 20; i++) {
			long start = System.nanoTime();
			assertRefused(post(context, "/statefun", GatedFunctions.quick("hi")), 429);
			Duration taken = Duration.ofNanos(System.nanoTime() - start);
			quickest = (taken.compareTo(quickest) < 0) ? taken : quickest;
		}
		return quickest;
	}

	private static long usedHeap() {
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static void awaitAdmission(ConfigurableApplicationContext context) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> post(context, "/statefun", GatedFunctions.quick("hi")).statusCode() == 200);
	}

	private static HttpResponse<byte[]> postUnchecked(ConfigurableApplicationContext context, byte[] body) {
		try {
			return post(context, "/statefun", body);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HttpResponse<byte[]> postChunked(ConfigurableApplicationContext context, byte[] body)
			throws Exception {
		return send(context, "/statefun", OCTET_STREAM, "POST",
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
	}

	private ConfigurableApplicationContext run(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("logging.level.dev.statefun=off");
		return this.server.run(GatedFunctions.Application.class, all.toArray(String[]::new));
	}

}
