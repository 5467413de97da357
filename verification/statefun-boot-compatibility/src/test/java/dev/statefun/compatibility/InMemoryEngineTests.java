package dev.statefun.compatibility;

import dev.statefun.compatibility.CounterApplication.Increment;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.StatefunTestRuntime;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test slice on the older Spring Boot.
 */
@StatefunTest
class InMemoryEngineTests {

	@Autowired
	private StatefunTestRuntime runtime;

	@Test
	void whenAMessageIsSentThenTheFunctionKeepsStateAndSendsARecord() {
		this.runtime.send("example/counter", "apples", new Increment(2));
		this.runtime.send("example/counter", "apples", new Increment(2));
		assertThat(this.runtime).hasState("example/counter", "apples", "total", 4)
			.hasRecord("totals", "apples", "apples = 4");
	}

}
