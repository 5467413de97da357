package dev.statefun.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is restarted under load, as by a new release, loses nothing and
 * doubles nothing. The engine's calls may take longer than all restarts together: with
 * its pauses doubling, one can miss each of the moments that the application is up.
 */
class RollingRestartIT {

	private static final int RESTARTS = 5;

	/** At 1,000 a second there are more of them after the last restart. */
	private static final int RECORDS = 60_000;

	private static final int IDS = 100;

	@Test
	void whenTheApplicationIsRestartedFiveTimesThenTheCountsAreExact() {
		restart("async", "call", "--statefun.server.port=0");
	}

	@Test
	@Tag("full")
	void whenTheApplicationIsRestartedFiveTimesThenTheCountsAreExactWithTheOtherTransportAndTomcat() {
		restart("okhttp", "timeouts.call", "--server.port=0");
	}

	private static void restart(String transport, String budget, String server) {
		try (ApplicationProcess application = ApplicationProcess.start(CountingApplication.class, server);
				Engine engine = Engine.builder(EngineVersion.V3_3_0)
					.endpoint(Endpoint.of("it/counter", application.url())
						.withTransport(transport)
						.withTransportOption(budget, "10m"))
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
			assertThat(records.stream().map(CommittedRecord::asString).sorted())
				.containsExactlyElementsOf(LongStream.range(0, RECORDS)
					.mapToObj((number) -> number + " " + (number / IDS + 1))
					.sorted()
					.toList());
			assertThat(engine.restarts()).isZero();
		}
	}

}
