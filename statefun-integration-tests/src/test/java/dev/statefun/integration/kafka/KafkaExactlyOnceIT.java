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
import dev.statefun.integration.KafkaBroker;
import dev.statefun.integration.Proves;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From Kafka through a function to Kafka, with what fails in between.
 */
class KafkaExactlyOnceIT {

	private static final int RECORDS = 20_000;

	private static final int KEYS = 200;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(EngineSetup.class)
	@Proves("Kafka to Kafka exactly once, under a task failure and a killed application")
	void whenATaskFailsAndTheApplicationIsKilledThenEachRecordCountsOnce(EngineSetup setup) throws Exception {
		Path failure = Files.createFile(this.directory.resolve("failure"));
		try (KafkaBroker broker = KafkaBroker.start();
				ApplicationProcess application = ApplicationProcess.start(KafkaApplication.class,
						"--it.failure-file=" + failure, "--it.failing-number=" + RECORDS / 4)) {
			broker.createTopics(2, "numbers", "results");
			Engine.Builder builder = Engine.builder(setup.version())
				.endpoint(setup.endpoint("it/counter", application.url(), List.of("seen")))
				.parallelism(2)
				.addToModule(setup.isLegacy() ? legacyKafka(broker.address()) : kafka(broker.address()));
			send(broker, 0, RECORDS / 2);
			try (Engine engine = builder.start()) {
				broker.committed("results", RECORDS / 2, Duration.ofMinutes(2));
				assertThat(failure).doesNotExist();
				assertThat(engine.restarts()).isPositive();
				// Some are in the middle of it when it dies
				send(broker, RECORDS / 2, RECORDS);
				broker.committed("results", RECORDS / 2 + 1, Duration.ofMinutes(2));
				application.kill();
				application.restart();
				assertThat(broker.committed("results", RECORDS, Duration.ofMinutes(2)))
					.extracting((result) -> result.key() + " " + new String(result.value(), StandardCharsets.UTF_8))
					.containsExactlyInAnyOrderElementsOf(expected());
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

	private static String kafka(String address) {
		return """
				kind: io.statefun.kafka.v1/ingress
				spec:
				  id: it/numbers
				  address: %1$s
				  consumerGroupId: it
				  startupPosition:
				    type: earliest
				  topics:
				    - topic: numbers
				      valueType: it/number
				      targets:
				        - it/counter
				---
				kind: io.statefun.kafka.v1/egress
				spec:
				  id: it/results
				  address: %1$s
				  deliverySemantic:
				    type: exactly-once
				    transactionTimeout: 5min
				""".formatted(address);
	}

	private static String legacyKafka(String address) {
		return """
				    ingresses:
				      - ingress:
				          meta:
				            type: statefun.kafka.io/routable-protobuf-ingress
				            id: it/numbers
				          spec:
				            address: %1$s
				            consumerGroupId: it
				            startupPosition:
				              type: earliest
				            topics:
				              - topic: numbers
				                typeUrl: it/number
				                targets:
				                  - it/counter
				    egresses:
				      - egress:
				          meta:
				            type: statefun.kafka.io/generic-egress
				            id: it/results
				          spec:
				            address: %1$s
				            deliverySemantic:
				              type: exactly-once
				              transactionTimeoutMillis: 300000
				""".formatted(address);
	}

}
