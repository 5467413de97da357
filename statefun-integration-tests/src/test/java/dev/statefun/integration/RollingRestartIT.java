package dev.statefun.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is restarted under load, as by a new release, loses nothing and
 * doubles nothing.
 */
class RollingRestartIT {

	private static final int RESTARTS = 5;

	/** At 1,000 a second there are more of them after the last restart. */
	private static final int RECORDS = 60_000;

	private static final int IDS = 100;

	@ParameterizedTest
	@CsvSource({ "async, --statefun.server.port=0", "okhttp, --server.port=0" })
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void whenTheApplicationIsRestartedFiveTimesThenTheCountsAreExact(String transport, String server) {
		try (ApplicationProcess application = ApplicationProcess.start(CountingApplication.class, server);
				Engine engine = Engine.builder(EngineVersion.V3_3_0)
					.endpoint(Endpoint.of("it/counter", application.url()).withTransport(transport))
					.records(RECORDS, IDS, "it/counter")
					.rate(1_000)
					.start()) {
			for (int restart = 0; restart < RESTARTS; restart++) {
				int present = engine.committed().size();
				engine.awaitCommitted(present + 500, Duration.ofMinutes(2));
				application.process().stop();
				application.restart();
			}
			List<CommittedRecord> records = engine.awaitCommitted(RECORDS, Duration.ofMinutes(4));
			assertThat(records).extracting(CommittedRecord::asString)
				.containsExactlyInAnyOrderElementsOf(
						LongStream.range(0, RECORDS).mapToObj((number) -> number + " " + (number / IDS + 1)).toList());
			assertThat(engine.restarts()).isZero();
		}
	}

}
