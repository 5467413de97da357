package dev.statefun.integration;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.statefun.error.InvocationTimeoutException;
import dev.statefun.io.DeadLetter;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that take longer than the engine, or the application, allows.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SlowHandlerIT {

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	/**
	 * The engine's okhttp transport waits for two seconds, and sends the request again.
	 */
	@Test
	void whenTheEngineSendsARequestAgainThenItIsHandledOnceAndAnswered() {
		try (ApplicationProcess application = ApplicationProcess.start(SlowApplication.class);
				Engine engine = engine(endpoint(application, "okhttp").withTransportOption("timeouts.read", "2s"))) {
			engine.send("it/slow/ada", 5);
			assertThat(engine.awaitCommitted(1, PATIENCE)).extracting(CommittedRecord::asString).containsExactly("5 1");
			engine.send("it/slow/ada", 0);
			assertThat(engine.awaitCommitted(2, PATIENCE)).extracting(CommittedRecord::asString)
				.containsExactlyInAnyOrder("5 1", "0 2");
			assertThat(engine.restarts()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "async", "okhttp" })
	void whenAHandlerDoesNotReturnThenItsMessageIsDeadLetteredAndTheNextIsHandled(String transport) {
		try (ApplicationProcess application = ApplicationProcess.start(SlowApplication.class,
				"--statefun.server.port=0", "--statefun.errors.invocation-timeout=1s",
				"--statefun.errors.rules[0].exceptions=" + InvocationTimeoutException.class.getName(),
				"--statefun.errors.rules[0].action=dead-letter", "--statefun.errors.dead-letter.egress=test/out");
				Engine engine = engine(endpoint(application, transport))) {
			engine.send("it/slow/ada", 100_000);
			assertThat(engine.awaitCommitted(1, PATIENCE)).singleElement().satisfies((record) -> {
				assertThat(record.typename()).isEqualTo(DeadLetter.TYPE.typeName());
				assertThat(DeadLetter.from(record.bytes()).value().as(Types.longType())).isEqualTo(100_000);
			});
			engine.send("it/slow/ada", 0);
			assertThat(engine.awaitCommitted(2, PATIENCE)).extracting(CommittedRecord::typename)
				.contains("io.statefun.types/string");
			assertThat(engine.restarts()).isZero();
		}
	}

	private static Endpoint endpoint(ApplicationProcess application, String transport) {
		return Endpoint.of("it/slow", application.url()).withTransport(transport);
	}

	private static Engine engine(Endpoint endpoint) {
		return Engine.builder(EngineVersion.V3_3_0).endpoint(endpoint).start();
	}

}
