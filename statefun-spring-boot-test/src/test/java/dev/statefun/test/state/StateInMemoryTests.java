package dev.statefun.test.state;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.statefun.Address;
import dev.statefun.client.AskRefusedException;
import dev.statefun.client.FunctionInstance;
import dev.statefun.client.InstanceState;
import dev.statefun.client.StatefunClient;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.state.SessionApplication.Cart;
import dev.statefun.test.state.SessionApplication.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a test of an application does with the states of its instances, by the client.
 */
@StatefunTest(properties = { "statefun.state-access=write", "statefun.client.name=shop" })
@ExtendWith(OutputCaptureExtension.class)
class StateInMemoryTests {

	@Autowired
	StatefunTestRuntime runtime;

	@Autowired
	StatefunClient client;

	@Autowired
	Session session;

	@Autowired
	SessionApplication application;

	@AfterEach
	void repair() {
		this.session.broken = false;
		this.application.intercepted.clear();
	}

	@Test
	void whenStatesAreReadThenTheyAreWhatTheRuntimeHas() {
		this.runtime.send("state/session", "ada", "home");
		this.application.intercepted.clear();
		InstanceState state = read();
		assertThat(state.names()).containsExactlyInAnyOrder("visits", "cart", "idle", "fresh");
		assertThat(state.get("visits", long.class)).hasValue(1L);
		assertThat(state.get("cart", Cart.class)).hasValue(new Cart(List.of("home")));
		assertThat(state.get("idle", String.class))
			.isEqualTo(this.runtime.state("state/session", "ada", "idle", String.class));
		assertThat(state.get("fresh", Boolean.class)).hasValue(true);
		assertThat(this.application.intercepted).containsOnly("dev.statefun.client/Ask",
				"dev.statefun.client/StateReply");
	}

	@Test
	void whenStatesAreWrittenThenTheFunctionSeesThemAndTheLogNamesTheWriter(CapturedOutput output) {
		instance().setState("visits", 41L).join();
		instance().setState("cart", new Cart(List.of("secret", "things"))).join();
		assertThat(ask("look")).isCompletedWithValue("41 [secret, things] null null");
		instance().removeState("cart").join();
		assertThat(ask("look")).isCompletedWithValue("41 null null null");
		assertThat(output).contains(
				"The state 'cart' of state/session/ada was set by dev.statefun.client.ask/shop/state/session|ada|",
				"The state 'cart' of state/session/ada was removed by dev.statefun.client.ask/shop/state/session|ada|")
			.doesNotContain("secret", "was read by");
	}

	@Test
	void whenStatesExpireThenAReadRestartsTheTimeAfterAnInvocationOnly() {
		this.runtime.send("state/session", "ada", "home");
		this.runtime.advanceBy(Duration.ofMinutes(6));
		assertThat(read().isPresent("idle")).isTrue();
		this.runtime.advanceBy(Duration.ofMinutes(6));
		assertThat(read().isPresent("idle")).isTrue();
		assertThat(read().isPresent("fresh")).isFalse();
		this.runtime.advanceBy(Duration.ofMinutes(11));
		assertThat(read().isPresent("idle")).isFalse();
		assertThat(read().isPresent("visits")).isTrue();
		instance().setState("fresh", false).join();
		this.runtime.advanceBy(Duration.ofMinutes(6));
		assertThat(read().get("fresh", Boolean.class)).hasValue(false);
		this.runtime.advanceBy(Duration.ofMinutes(6));
		assertThat(read().get("fresh", Boolean.class)).isEmpty();
	}

	@Test
	void whenAMessageBeforeItFailsThenAReadWaitsForIt() {
		this.runtime.tolerateFailures();
		this.session.broken = true;
		this.runtime.send("state/session", "ada", "home");
		CompletableFuture<InstanceState> state = instance().state();
		assertThat(state).isNotDone();
		this.session.broken = false;
		this.runtime.deliver();
		assertThat(state).isCompletedWithValueMatching((read) -> read.get("visits", Long.class).orElse(0L) == 1);
	}

	@Test
	void whenTheEngineRestartsOrRepeatsThenAWriteHappensOnce() {
		this.runtime.send("state/session", "ada", "home");
		this.runtime.drills().restartAfter(2).deliverTwice(2).failNext(1);
		instance().withIdempotencyKey("repair").setState("visits", 10L).join();
		this.runtime.send("state/session", "ada", "home");
		instance().withIdempotencyKey("repair").setState("visits", 10L).join();
		assertThat(read().get("visits", Long.class)).hasValue(11L);
	}

	private InstanceState read() {
		return instance().state().join();
	}

	private FunctionInstance instance() {
		return this.client.to("state/session", "ada");
	}

	private CompletableFuture<String> ask(String page) {
		return instance().ask(page, String.class);
	}

	@Nested
	@StatefunTest(protocol = ProtocolVersion.V2, properties = "statefun.state-access=write")
	class InTheOldProtocol {

		@Test
		void whenStatesAreReadAndWrittenThenItIsTheSame(@Autowired StatefunClient client,
				@Autowired StatefunTestRuntime runtime) {
			runtime.send("state/session", "ada", "home");
			Address ada = Address.of("state/session", "ada");
			assertThat(client.to(ada).state().join().get("cart", Cart.class)).hasValue(new Cart(List.of("home")));
			client.to(ada).setState("visits", 41L).join();
			client.to(ada).removeState("cart").join();
			client.to(ada).setState("fresh", false).join();
			assertThat(client.to(ada).ask("look", String.class)).isCompletedWithValue("41 null home false");
			assertThat(client.to(ada).state().join().get("visits", Long.class)).hasValue(41L);
		}

	}

	@Nested
	@StatefunTest
	class ByDefault {

		@Test
		void whenNothingIsConfiguredThenStatesAreNeitherReadNorWritten(@Autowired StatefunClient client,
				@Autowired StatefunTestRuntime runtime) {
			runtime.send("state/session", "ada", "home");
			for (CompletableFuture<?> access : List.of(client.to("state/session", "ada").state(),
					client.to("state/session", "ada").setState("visits", 41L))) {
				assertThatExceptionOfType(CompletionException.class).isThrownBy(access::join)
					.withCauseInstanceOf(AskRefusedException.class)
					.withMessageContaining("'statefun.state-access' is 'none'");
			}
			assertThat(runtime.state("state/session", "ada", "visits", Long.class)).hasValue(1L);
		}

	}

}
