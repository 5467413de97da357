package dev.statefun.test.slice;

import java.time.Duration;

import dev.statefun.Address;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.slice.GreeterFunction.Login;
import dev.statefun.test.slice.GreeterFunction.Stay;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests that pass whatever plays the engine.
 */
abstract class GreeterScenarios {

	@Autowired
	StatefunTestRuntime runtime;

	@Test
	void whenAUserLogsInTwiceThenVisitsAreCounted() {
		this.runtime.send("slice/greeter", "ada", new Login("Ada"));
		this.runtime.send("slice/greeter", "ada", new Login("Ada"));
		assertThat(this.runtime).records("greetings").containsExactly("Hello Ada, visit 1", "Hello Ada, visit 2");
		assertThat(this.runtime).hasState("slice/greeter", "ada", "visits", 2)
			.hasState("slice/audit", "all", "events", 2)
			.hasSent("slice/audit", "all", "login");
	}

	@Test
	void whenAStateWasSetUpThenTheFunctionGoesOnFromIt() {
		this.runtime.setState("slice/greeter", "bob", "visits", 41);
		this.runtime.send("slice/greeter", "bob", new Login("Bob"));
		assertThat(this.runtime.state("slice/greeter", "bob", "visits", Integer.class)).contains(42);
		this.runtime.removeState("slice/greeter", "bob", "visits");
		assertThat(this.runtime).hasNoState("slice/greeter", "bob", "visits");
	}

	@Test
	void whenTimePassesThenDelayedMessagesCome() {
		this.runtime.send("slice/greeter", "ada", new Login("Ada"));
		assertThat(this.runtime.delayed()).hasSize(1);
		this.runtime.advanceBy(Duration.ofMillis(3_100));
		assertThat(this.runtime).hasNothingDelayed().hasSent("other/goodbyes", "Ada", "Goodbye");
	}

	@Test
	void whenADelayedMessageIsCancelledThenItDoesNotCome() {
		this.runtime.send("slice/greeter", "ada", new Login("Ada"));
		this.runtime.send("slice/greeter", "ada", new Stay(1));
		assertThat(this.runtime).hasCancelled("logout1").hasNothingDelayed();
		this.runtime.advanceBy(Duration.ofMillis(3_100));
		assertThat(this.runtime).messagesTo("other/goodbyes", "Ada", String.class).isEmpty();
	}

	@Test
	void whenAStateExpiresThenItIsGone() {
		this.runtime.send("slice/greeter", "ada", new Login("Ada"));
		assertThat(this.runtime).hasState("slice/greeter", "ada", "recent", "Ada");
		this.runtime.advanceBy(Duration.ofMillis(5_100));
		assertThat(this.runtime).hasNoState("slice/greeter", "ada", "recent")
			.hasState("slice/greeter", "ada", "visits", 1);
	}

	@Test
	void whenAnotherFunctionSendsThenItIsTheCaller() {
		this.runtime.sendFrom(Address.of("slice/greeter", "ada"), Address.of("slice/audit", "all"), "visit");
		assertThat(this.runtime).hasState("slice/audit", "all", "events", 1);
	}

	@Test
	void whenAFunctionFailsThenTheTestDoes() {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.runtime.send("slice/greeter", "ada", true))
			.withMessageContaining("slice/greeter failed for id 'ada'")
			.withMessageContaining("as asked to");
		assertThat(this.runtime).failureOf("slice/greeter", "ada").hasMessage("as asked to");
		assertThat(this.runtime).hasNoState("slice/greeter", "ada", "visits");
	}

	@Test
	void whenAnErrorHandlerSkipsAMessageThenNothingFails() {
		this.runtime.send("slice/greeter", "ada", false);
		assertThat(this.runtime).hasNoFailures().hasNoState("slice/greeter", "ada", "visits");
	}

	@Test
	void whenAFunctionSendsAMessageWithoutAValueThenItComesWithoutOne() {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.runtime.sendFrom(Address.of("slice/audit", "all"),
					Address.of("slice/greeter", "ada"), TypedValue.withoutValue("io.statefun.types/bool")))
			.withMessageContaining("has no value, since its sender gave none");
	}

	@Test
	void whenAMessageIsOfAnUnknownTypeThenTheTestFailsAndSaysWhatIsKnown() {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.runtime.send("slice/greeter", "ada", 1L))
			.withMessageContaining("io.statefun.types/long")
			.withMessageContaining("slice/Login");
	}

	@Test
	void whenAFunctionIsUnknownThenTheTestFailsAndSaysWhatIsServed() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.runtime.send("slice/nobody", "ada", "hello"))
			.withMessageContaining("There is no function slice/nobody")
			.withMessageContaining("slice/greeter");
	}

}
