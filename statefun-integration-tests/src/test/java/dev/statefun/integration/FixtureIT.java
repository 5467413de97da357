package dev.statefun.integration;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each engine counts what it is to count, and no record twice.
 */
class FixtureIT {

	private static final int RECORDS = 5_000;

	private static final int IDS = 50;

	@ParameterizedTest
	@CsvSource({ "V3_3_0, async", "V3_3_0, okhttp", "V2_2_2, okhttp" })
	void whenTheApplicationIsKilledThenEachRecordIsCountedOnce(EngineVersion version, String transport) {
		try (ApplicationProcess application = ApplicationProcess.start(CountingApplication.class);
				Engine engine = Engine.builder(version)
					.endpoint(Endpoint.of("it/counter", application.url()).withTransport(transport).withStates("seen"))
					.records(RECORDS, IDS, "it/counter")
					.rate(1_000)
					.start()) {
			engine.awaitCommitted(RECORDS / 5, Duration.ofMinutes(1));
			application.kill();
			application.restart();
			List<CommittedRecord> records = engine.awaitCommitted(RECORDS, Duration.ofMinutes(1));
			assertThat(records).hasSize(RECORDS);
			Set<String> counts = new HashSet<>();
			records.forEach((committed) -> counts.add(committed.asString()));
			for (int number = 0; number < RECORDS; number++) {
				assertThat(counts).contains(number + " " + (number / IDS + 1));
			}
		}
	}

	@Test
	void whenABrokerIsStartedThenWhatIsSentIsThere() {
		try (KafkaBroker broker = KafkaBroker.start()) {
			broker.createTopics(2, "words");
			broker.send("words", "key", "value");
			assertThat(broker.committed("words", 1, Duration.ofMinutes(1))).singleElement()
				.satisfies((word) -> assertThat(word.key()).isEqualTo("key"));
		}
	}

}
