package dev.statefun.integration.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.client.StatefunClient;
import dev.statefun.integration.ApplicationProcess;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineVersion;
import dev.statefun.integration.KafkaBroker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications without functions ask those of another one over Kafka, with what fails in
 * between.
 */
class KafkaClientIT {

	private static final Log logger = LogFactory.getLog(KafkaClientIT.class);

	private static final String[] TOPICS = { "--statefun.client.kafka.ingress-topic=client-in",
			"--statefun.client.kafka.egress-topic=client-out" };

	@TempDir
	private Path directory;

	@Test
	void whenFunctionsAreAskedOverKafkaThenEachAskHasItsAnswer() throws Exception {
		assertAnswers(2_000, 100, false);
	}

	@Test
	@Tag("full")
	void whenATaskFailsABrokerIsAwayAndAReplicaIsKilledThenEachAskHasItsAnswer() throws Exception {
		assertAnswers(20_000, 1_000, true);
	}

	private void assertAnswers(int asks, int ids, boolean failing) throws Exception {
		Path failure = this.directory.resolve("failure");
		if (failing) {
			Files.createFile(failure);
		}
		try (KafkaBroker broker = KafkaBroker.start()) {
			broker.createTopics(2, "client-in", "client-out");
			try (ConfigurableApplicationContext application = application(broker, failure, asks / 4);
					Engine engine = Engine.builder(EngineVersion.V3_3_0)
						.parallelism(2)
						.module(application.getBean(ModuleFile.class).write())
						.start();
					ApplicationProcess one = replica(broker);
					ApplicationProcess other = replica(broker)) {
				Path first = ask(one, "first", 0, asks / 2, ids);
				Path second = ask(other, "second", asks / 2, asks, ids);
				if (failing) {
					Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> lines(first).size() > asks / 5);
					one.kill();
					broker.process().pause();
					awaitHealth(other, 503);
					broker.process().resume();
					awaitHealth(other, 200);
					awaitEnd(second);
					Path again = ask(other, "again", 0, asks / 2, ids);
					assertAnswers(results(awaitEnd(again)), 0, asks / 2);
					assertThat(results(awaitEnd(again))).containsAllEntriesOf(results(first));
					assertThat(results(first)).hasSizeBetween(asks / 5, asks / 2 - 1);
					assertThat(failure).doesNotExist();
					assertThat(engine.restarts()).isPositive();
				}
				else {
					assertAnswers(results(awaitEnd(first)), 0, asks / 2);
					assertThat(engine.restarts()).isZero();
				}
				assertAnswers(results(awaitEnd(second)), asks / 2, asks);
				assertCounts(application.getBean(StatefunClient.class), asks, ids);
			}
		}
	}

	/**
	 * The log has the figures for the documentation, which are measured on a machine at
	 * rest.
	 */
	@ParameterizedTest
	@CsvSource({ "false, 1000, 200", "true, 100, 3000" })
	@Tag("full")
	void whenTheEngineIsAtRestThenAnAskWaitsForACheckpointOnlyIfToldTo(boolean wait, int asks, int limit)
			throws Exception {
		try (KafkaBroker broker = KafkaBroker.start()) {
			broker.createTopics(2, "client-in", "client-out");
			try (ConfigurableApplicationContext application = application(broker, this.directory.resolve("none"), -1,
					"--statefun.client.wait-for-checkpoint=" + wait);
					Engine engine = Engine.builder(EngineVersion.V3_3_0)
						.checkpointInterval(Duration.ofSeconds(1))
						.module(application.getBean(ModuleFile.class).write())
						.start()) {
				StatefunClient client = application.getBean(StatefunClient.class);
				if (!wait) {
					measure(client, "warm", 1_000);
				}
				double[] millis = measure(client, "id", asks);
				double median = millis[asks / 2];
				logger.info("An ask on Kafka takes %.1f ms in the median, and %.1f ms in the 99th percentile (%s)"
					.formatted(median, millis[asks * 99 / 100], wait ? "exactly once" : "at least once"));
				assertThat(median).isLessThan(limit);
				assertThat(engine.restarts()).isZero();
			}
		}
	}

	private static double[] measure(StatefunClient client, String id, int asks) throws Exception {
		double[] millis = new double[asks];
		for (int i = 0; i < asks; i++) {
			long start = System.nanoTime();
			client.to(AskedApplication.FUNCTION, id + "-" + i).ask(1L, Long.class).get(2, TimeUnit.MINUTES);
			millis[i] = (System.nanoTime() - start) / 1e6;
		}
		Arrays.sort(millis);
		return millis;
	}

	private static ConfigurableApplicationContext application(KafkaBroker broker, Path failure, int failingNumber,
			String... further) {
		int port = TestSocketUtils.findAvailableTcpPort();
		List<String> arguments = new ArrayList<>(List.of(TOPICS));
		arguments.addAll(List.of("--spring.kafka.bootstrap-servers=" + broker.address(), "--server.port=" + port,
				"--statefun.client.name=bank", "--statefun.client.timeout=5m",
				"--statefun.module.url=http://localhost:" + port + "/statefun", "--it.failure-file=" + failure,
				"--it.failing-number=" + failingNumber));
		arguments.addAll(List.of(further));
		return new SpringApplicationBuilder(AskedApplication.class).run(arguments.toArray(String[]::new));
	}

	private static ApplicationProcess replica(KafkaBroker broker) {
		return ApplicationProcess.start(AskingApplication.class, "--spring.kafka.bootstrap-servers=" + broker.address(),
				TOPICS[0], TOPICS[1], "--statefun.client.timeout=5m");
	}

	private Path ask(ApplicationProcess replica, String name, int from, int to, int ids)
			throws IOException, InterruptedException {
		Path results = this.directory.resolve(name);
		URI uri = replica.url().resolve("/ask?from=%d&to=%d&ids=%d&results=%s".formatted(from, to, ids, results));
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return results;
	}

	/** Whether answers can arrive. */
	private static void awaitHealth(ApplicationProcess replica, int status) {
		HttpRequest request = HttpRequest.newBuilder(replica.url().resolve("/actuator/health")).build();
		HttpClient client = HttpClient.newHttpClient();
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> client.send(request, BodyHandlers.ofString()).statusCode() == status);
	}

	private static Path awaitEnd(Path results) {
		Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> lines(results).contains(AskingApplication.END));
		return results;
	}

	/** The last line may be incomplete. */
	private static List<String> lines(Path results) throws IOException {
		if (!Files.exists(results)) {
			return List.of();
		}
		String text = Files.readString(results);
		return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
	}

	private static Map<Integer, String> results(Path file) throws IOException {
		Map<Integer, String> results = new TreeMap<>();
		lines(file).stream().filter((line) -> !line.equals(AskingApplication.END)).forEach((line) -> {
			String[] parts = line.split(" ", 2);
			results.put(Integer.valueOf(parts[0]), parts[1]);
		});
		return results;
	}

	private static void assertAnswers(Map<Integer, String> results, int from, int to) {
		Map<Integer, String> expected = new TreeMap<>();
		IntStream.range(from, to)
			.forEach((number) -> expected.put(number,
					AskedApplication.isPoison(number)
							? AskedApplication.PoisonException.class.getName() + " poison " + number
							: Long.toString(AskedApplication.answer(number))));
		assertThat(results).isEqualTo(expected);
	}

	/** A poisoned message has no effects. */
	private static void assertCounts(StatefunClient client, int asks, int ids) throws Exception {
		List<CompletableFuture<Integer>> counts = IntStream.range(0, ids)
			.mapToObj((id) -> client.to(AskedApplication.FUNCTION, "id-" + id).ask("how many?", Integer.class))
			.toList();
		for (int id = 0; id < ids; id++) {
			int instance = id;
			assertThat(counts.get(id).get(2, TimeUnit.MINUTES)).as("id %d", id)
				.isEqualTo((int) IntStream.range(0, asks)
					.filter((number) -> number % ids == instance && !AskedApplication.isPoison(number))
					.count());
		}
	}

}
