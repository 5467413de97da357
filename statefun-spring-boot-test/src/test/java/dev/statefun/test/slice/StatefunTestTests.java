package dev.statefun.test.slice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import dev.statefun.embedded.EmbeddedEngine;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.slice.GreeterFunction.Login;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in a {@link StatefunTest}, and what is not.
 */
@StatefunTest(properties = { "slice.property=here", "statefun.server.port=0",
		"statefun.server.unix-domain-socket=target/slice.sock", "statefun.server.ssl.bundle=none" })
class StatefunTestTests {

	private static final AtomicReference<ApplicationContext> shared = new AtomicReference<>();

	@Autowired
	private ApplicationContext context;

	@Autowired
	private StatefunTestRuntime runtime;

	@Test
	void whenSlicedThenOnlyWhatHandlesMessagesIsThere() {
		assertThat(this.context.getBeanNamesForType(GreeterFunction.class)).hasSize(1);
		assertThat(this.context.getBeanNamesForType(Audit.class)).hasSize(1);
		assertThat(this.context.getBeanNamesForType(CountingInterceptor.class)).hasSize(1);
		assertThat(this.context.getBeanNamesForType(UnrelatedService.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(DispatcherServlet.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(StatefunServer.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(EmbeddedEngine.class)).isEmpty();
		assertThat(this.context).isNotInstanceOf(WebServerApplicationContext.class);
	}

	@Test
	void whenAMessageIsSentThenInterceptorsAndTypesTakePart(@Autowired CountingInterceptor interceptor) {
		int before = interceptor.invocations.get();
		this.runtime.send("slice/greeter", "ada", new Login("Ada"));
		assertThat(this.runtime).hasRecord("greetings", "Ada", "Hello Ada, visit 1");
		assertThat(interceptor.invocations).hasValue(before + 2);
	}

	@RepeatedTest(2)
	void whenATestRunsThenTheRuntimeIsEmptyAndTheContextShared() {
		assertThat(this.runtime).hasNoState("slice/greeter", "ada", "visits").hasSentNothing();
		assertThat(this.runtime.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
		this.runtime.send("slice/greeter", "ada", new Login("Ada"));
		this.runtime.advanceBy(Duration.ofMinutes(1));
		assertThat(shared.updateAndGet((former) -> (former != null) ? former : this.context)).isSameAs(this.context);
	}

	@Test
	void whenFunctionsWantAClockThenTheyHaveThatOfTheTest(@Autowired Clock clock) {
		this.runtime.advanceBy(Duration.ofHours(1));
		assertThat(clock.instant()).isEqualTo(this.runtime.now());
	}

	@Test
	void whenThereArePropertiesThenTheyAreInTheEnvironment(@Autowired Environment environment) {
		assertThat(environment.getProperty("slice.property")).isEqualTo("here");
	}

}
