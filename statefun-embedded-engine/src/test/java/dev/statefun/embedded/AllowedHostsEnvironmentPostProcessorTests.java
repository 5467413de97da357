package dev.statefun.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AllowedHostsEnvironmentPostProcessor}.
 */
class AllowedHostsEnvironmentPostProcessorTests {

	@Test
	void whenTheEmbeddedEngineIsUsedThenRequestsForThisMachineAreAllowed() {
		assertThat(environment().getProperty("statefun.allowed-hosts")).isEqualTo("localhost,127.0.0.1,[::1]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "statefun.embedded-engine.enabled=false", "server.address=127.0.0.2",
			"statefun.server.address=192.0.2.1", "statefun.allowed-hosts[0]=example.org" })
	void whenSomethingElseIsConfiguredThenNoHostsAreAdded(String property) {
		assertThat(environment(property).getProperty("statefun.allowed-hosts")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "example.org" })
	void whenHostsAreConfiguredThenTheyWin(String hosts) {
		assertThat(environment("statefun.allowed-hosts=" + hosts).getProperty("statefun.allowed-hosts"))
			.isEqualTo(hosts);
	}

	private static StandardEnvironment environment(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		new AllowedHostsEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		return environment;
	}

}
