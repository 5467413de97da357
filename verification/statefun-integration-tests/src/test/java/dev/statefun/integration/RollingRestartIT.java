package dev.statefun.integration;

import java.io.IOException;
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

	/** The test ends the records when the application has been restarted. */
	private static final int ENOUGH = Integer.MAX_VALUE;

	private static final int IN_BETWEEN = 500;

	private static final int IDS = 100;

	@Test
	void whenTheApplicationIsRestartedFiveTimesThenTheCountsAreExact() throws IOException {
		restart("async", "call", "--statefun.server.port=0");
	}

	@Test
	@Tag("full")
	void whenTheApplicationIsRestartedFiveTimesThenTheCountsAreExactWithTheOtherTransportAndTomcat()
			throws IOException {
		restart("okhttp", "timeouts.call", "--server.port=0");
	}

	private static void restart(String transport, String budget, String server) throws IOException {
		try (ApplicationProcess application = ApplicationProcess.start(CountingApplication.class, server);
				Engine engine = Engine.builder(EngineVersion.V3_3_0)
					.endpoint(Endpoint.of("it/counter", application.url())
						.withTransport(transport)
						.withTransportOption(budget, "10m"))
					.records(ENOUGH, IDS, "it/counter")
					.rate(1_000)
					.start()) {
			for (int restart = 0; restart < RESTARTS; restart++) {
				awaitMore(engine);
				application.process().stop();
				application.restart();
			}
			awaitMore(engine);
			int total = engine.endRecords();
			List<CommittedRecord> records = engine.awaitCommitted(total, Duration.ofMinutes(4));
			assertThat(records.stream().map(CommittedRecord::asString).sorted())
				.containsExactlyElementsOf(LongStream.range(0, total)
					.mapToObj((number) -> number + " " + (number / IDS + 1))
					.sorted()
					.toList());
			assertThat(engine.restarts()).isZero();
		}
	}

	private static void awaitMore(Engine engine) {
		engine.awaitCommitted(engine.committed().size() + IN_BETWEEN, Duration.ofMinutes(2));
	}

}
