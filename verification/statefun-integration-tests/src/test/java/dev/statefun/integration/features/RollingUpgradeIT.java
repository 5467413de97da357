package dev.statefun.integration.features;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.statefun.integration.Endpoints;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.Proves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A new version of an application takes over while the engine runs and has messages for
 * it.
 */
@ParameterizedClass
@EnumSource(value = EngineSetup.class, mode = Mode.EXCLUDE, names = "V2_2_2")
class RollingUpgradeIT {

	private static Engine engine;

	private static int port;

	@Parameter
	private EngineSetup setup;

	private ConfigurableApplicationContext application;

	@BeforeParameterizedClassInvocation
	static void startEngine(EngineSetup setup) {
		port = 0;
		try (ConfigurableApplicationContext application = run(RollingUpgradeApplication.Old.class)) {
			URI url = Endpoints.url(application);
			port = url.getPort();
			engine = setup.engine(url, Map.of("it/*", List.of())).start();
		}
	}

	@AfterParameterizedClassInvocation
	static void stopEngine() {
		engine.close();
	}

	private static ConfigurableApplicationContext run(Class<?> version) {
		return new SpringApplicationBuilder(version).properties("server.port=" + port).run();
	}

	@BeforeEach
	void startOldVersion() {
		this.application = run(RollingUpgradeApplication.Old.class);
	}

	@AfterEach
	void stopApplication() {
		this.application.close();
	}

	private void upgrade() {
		this.application.close();
		this.application = run(RollingUpgradeApplication.New.class);
	}

	@Test
	@Proves("a state that a new version adds while the engine runs")
	void whenANewVersionAddsAStateThenTheOthersKeepTheirValues() {
		engine.send("it/account/one", 1);
		engine.send("it/account/one", 2);
		assertThat(Outcomes.await(engine, "old", 2)).containsExactlyInAnyOrder("1", "3");
		upgrade();
		engine.send("it/account/one", 4);
		engine.send("it/account/one", 8);
		assertThat(Outcomes.await(engine, "new", 2)).containsExactlyInAnyOrder("7 after 1", "15 after 2");
		assertThat(engine.restarts()).isZero();
	}

	@Test
	@Proves("messages for a function that only a new version has wait for it")
	void whenAFunctionIsUnknownThenItsMessagesWaitForTheVersionThatHasIt() {
		RollingUpgradeApplication.Refusals refusals = this.application
			.getBean(RollingUpgradeApplication.Refusals.class);
		engine.send("it/late/one", "hello");
		await().atMost(Duration.ofMinutes(3)).until(() -> refusals.count() > 1);
		upgrade();
		assertThat(Outcomes.await(engine, "late", 1)).containsExactly("hello 1");
		assertThat(engine.restarts()).isZero();
	}

}
