package dev.statefun.integration.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.statefun.integration.ApplicationProcess;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.ExactlyOnce;
import dev.statefun.integration.KafkaBroker;
import dev.statefun.integration.Proves;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From Kafka through a function to Kafka, with what fails in between.
 */
class KafkaExactlyOnceIT {

	private static final String PROOF = "Kafka to Kafka exactly once, under a task failure and a killed application";

	private static final int RECORDS = 20_000;

	private static final int KEYS = 200;

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	@TempDir
	private Path directory;

	@Test
	@Proves(value = PROOF, with = EngineSetup.V3_3_0_ASYNC)
	void whenATaskFailsAndTheApplicationIsKilledThenEachRecordCountsOnce() throws Exception {
		assertExactlyOnce(EngineSetup.V3_3_0_ASYNC);
	}

	@ParameterizedTest
	@EnumSource(value = EngineSetup.class, mode = Mode.EXCLUDE, names = "V3_3_0_ASYNC")
	@Tag("full")
	@Proves(PROOF)
	void whenATaskFailsAndTheApplicationIsKilledThenEachRecordCountsOnce(EngineSetup setup) throws Exception {
		assertExactlyOnce(setup);
	}

	private void assertExactlyOnce(EngineSetup setup) throws Exception {
		Path failure = Files.createFile(this.directory.resolve("failure"));
		try (KafkaBroker broker = KafkaBroker.start();
				ApplicationProcess application = ApplicationProcess.start(KafkaApplication.class,
						"--it.failure-file=" + failure, "--it.failing-number=" + RECORDS / 4)) {
			broker.createTopics(2, "numbers", "results");
			Engine.Builder builder = Engine.builder(setup.version())
				.endpoint(setup.endpoint("it/counter", application.url(), List.of("seen")))
				.parallelism(2)
				.addToModule(setup.isLegacy() ? KafkaModule.legacySections(broker) : KafkaModule.documents(broker));
			send(broker, 0, RECORDS / 2);
			try (Engine engine = builder.start()) {
				broker.committed("results", RECORDS / 2, PATIENCE);
				assertThat(failure).doesNotExist();
				assertThat(engine.restarts()).isPositive();
				// Some are in the middle of it when it dies
				send(broker, RECORDS / 2, RECORDS);
				broker.committed("results", RECORDS / 2 + 1, PATIENCE);
				application.kill();
				application.restart();
				ExactlyOnce.assertEach(expected(),
						broker.committed("results", RECORDS, PATIENCE)
							.stream()
							.map((result) -> result.key() + " " + new String(result.value(), StandardCharsets.UTF_8))
							.toList());
			}
		}
	}

	private static void send(KafkaBroker broker, int from, int to) {
		try (KafkaProducer<String, byte[]> producer = broker.producer()) {
			for (int number = from; number < to; number++) {
				producer.send(new ProducerRecord<>("numbers", Integer.toString(number % KEYS),
						Integer.toString(number).getBytes(StandardCharsets.UTF_8)));
			}
		}
	}

	private static List<String> expected() {
		return IntStream.range(0, RECORDS)
			.mapToObj((number) -> "%d %d %d".formatted(number % KEYS, number, number / KEYS + 1))
			.toList();
	}

}
