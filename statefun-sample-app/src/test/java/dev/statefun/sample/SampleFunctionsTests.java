package dev.statefun.sample;

import java.time.Duration;
import java.util.List;

import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.sample.GreeterFunction.LoginEvent;
import dev.statefun.sample.SessionFunction.Activity;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.StatefunTestRuntime;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The functions of the sample, on an engine in memory.
 */
@StatefunTest
class SampleFunctionsTests {

	@Autowired
	private StatefunTestRuntime runtime;

	@Test
	void whenAUserLogsInAgainThenTheVisitIsCounted() {
		this.runtime.send("demo/greeter", "ada", new LoginEvent("Ada"));
		this.runtime.send("demo/greeter", "ada", new LoginEvent("Ada"));
		assertThat(this.runtime).hasState("demo/greeter", "ada", "visits", 2);
		assertThat(this.runtime).records("greetings").containsExactly("Hello Ada, visit 1", "Hello Ada, visit 2");
	}

	@Test
	void whenAUserIsKnownThenVisitsAreCountedOn() {
		this.runtime.setState("demo/greeter", "ada", "visits", 41);
		this.runtime.send("demo/greeter", "ada", new LoginEvent("Ada"));
		assertThat(this.runtime).hasRecord("greetings", "Ada", "Hello Ada, visit 42")
			.hasSent("demo/session", "ada", new Activity("Ada"));
	}

	@Test
	void whenAUserIsIdleThenTheSessionEnds() {
		this.runtime.send("demo/greeter", "ada", new LoginEvent("Ada"));
		this.runtime.advanceBy(Duration.ofSeconds(20));
		this.runtime.send("demo/greeter", "ada", new LoginEvent("Ada"));
		this.runtime.advanceBy(Duration.ofSeconds(29));
		assertThat(this.runtime).records("farewells").isEmpty();
		this.runtime.advanceBy(Duration.ofSeconds(1));
		assertThat(this.runtime).hasRecord("farewells", "Ada", "Goodbye Ada, after 2 logins").hasNothingDelayed();
	}

	@Test
	void whenAMessageIsOfAnotherTypeThenTheGreeterFails() {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.runtime.send("demo/greeter", "ada", "login"))
			.withMessageContaining("demo/LoginEvent");
		assertThat(this.runtime).hasNoState("demo/greeter", "ada", "visits").hasEmittedNothing();
	}

	@Test
	void whenMessagesComeInAnyOrderAndTwiceThenAllLoginsCount() {
		this.runtime.underSeeds(5, (seed) -> {
			this.runtime.drills().deliverTwiceAtRandom(seed);
			for (String user : List.of("Ada", "Bob", "Ada")) {
				this.runtime.enqueue("demo/greeter", user, new LoginEvent(user));
			}
			this.runtime.deliver();
			assertThat(this.runtime).hasState("demo/session", "Ada", "logins", 2).hasAnsweredAlike();
		});
	}

}
