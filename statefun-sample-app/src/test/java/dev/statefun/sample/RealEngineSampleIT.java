package dev.statefun.sample;

import java.time.Duration;

import dev.statefun.sample.GreeterFunction.LoginEvent;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.TestEngine;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is tested in memory, on the real engine.
 */
@StatefunTest(engine = TestEngine.EMBEDDED, properties = "demo.session-timeout=1s")
class RealEngineSampleIT {

	@Autowired
	private StatefunTestRuntime runtime;

	@Test
	void whenAUserIsIdleThenTheSessionEnds() {
		this.runtime.send("demo/greeter", "ada", new LoginEvent("Ada"));
		this.runtime.advanceBy(Duration.ofMillis(1_100));
		assertThat(this.runtime).hasRecord("farewells", "Ada", "Goodbye Ada, after 1 logins")
			.hasState("demo/greeter", "ada", "visits", 1)
			.hasNoState("demo/session", "ada", "logins");
	}

}
