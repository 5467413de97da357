package dev.statefun.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * An application dies in the middle of its work.
 */
class KilledApplicationIT {

	private static final String PROOF = "a killed application: nothing is lost, nothing counts twice";

	private static final int RECORDS = 5_000;

	private static final int IDS = 50;

	@ParameterizedTest
	@EnumSource(value = EngineSetup.class, mode = Mode.EXCLUDE, names = "V3_3_0_ASYNC")
	@Proves(PROOF)
	void whenTheApplicationIsKilledThenEachRecordIsCountedOnce(EngineSetup setup) {
		assertExactlyOnce(setup);
	}

	@Test
	@Tag("full")
	@Proves(value = PROOF, with = EngineSetup.V3_3_0_ASYNC)
	void whenTheApplicationIsKilledThenEachRecordIsCountedOnce() {
		assertExactlyOnce(EngineSetup.V3_3_0_ASYNC);
	}

	private static void assertExactlyOnce(EngineSetup setup) {
		try (ApplicationProcess application = ApplicationProcess.start(CountingApplication.class);
				Engine engine = setup.engine(application.url(), Map.of("it/counter", List.of("seen")))
					.records(RECORDS, IDS, "it/counter")
					.rate(1_000)
					.start()) {
			engine.awaitCommitted(RECORDS / 5, Duration.ofMinutes(3));
			application.kill();
			application.restart();
			List<CommittedRecord> records = engine.awaitCommitted(RECORDS, Duration.ofMinutes(3));
			ExactlyOnce.assertEach(
					IntStream.range(0, RECORDS).mapToObj((number) -> number + " " + (number / IDS + 1)).toList(),
					records.stream().map(CommittedRecord::asString).toList());
		}
	}

}
