package dev.statefun.integration;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is restarted under load, as by a new release, loses nothing and
 * doubles nothing.
 */
class RollingRestartIT {

	private static final int RESTARTS = 5;

	private static final int RECORDS = 30_000;

	private static final int IDS = 100;

	@ParameterizedTest
	@CsvSource({ "async, --server.port=0", "async, --statefun.server.port=0", "okhttp, --server.port=0",
			"okhttp, --statefun.server.port=0" })
	void whenTheApplicationIsRestartedFiveTimesThenTheCountsAreExact(String transport, String server) {
		try (ApplicationProcess application = ApplicationProcess.start(CountingApplication.class, server);
				Engine engine = Engine.builder(EngineVersion.V3_3_0)
					.endpoint(Endpoint.of("it/counter", application.url()).withTransport(transport))
					.records(RECORDS, IDS, "it/counter")
					.rate(1_000)
					.start()) {
			for (int restart = 0; restart < RESTARTS; restart++) {
				int present = engine.committed().size();
				engine.awaitCommitted(present + 500, Duration.ofMinutes(1));
				application.process().stop();
				application.restart();
			}
			assertThat(engine.committed()).as("there was load until the end").hasSizeLessThan(RECORDS);
			List<CommittedRecord> records = engine.awaitCommitted(RECORDS, Duration.ofMinutes(2));
			assertThat(records).extracting(CommittedRecord::asString)
				.containsExactlyInAnyOrderElementsOf(
						LongStream.range(0, RECORDS).mapToObj((number) -> number + " " + (number / IDS + 1)).toList());
			assertThat(engine.restarts()).isZero();
		}
	}

}
