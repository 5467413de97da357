package dev.statefun.autoconfigure.security;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.http.internal.SecretObservationFilter;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StatefunSecretAutoConfiguration}.
 */
class StatefunSecretAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunSecretAutoConfiguration.class));

	/** Ahead-of-time processing does not know a secret of the environment. */
	@Test
	void whenTheSecretIsNotKnownThenBeansThatMaskItAreThereAllTheSame() {
		this.contextRunner.run((context) -> {
			SanitizableData secret = new SanitizableData(null, "STATEFUN_SECRET", "0123456789abcdef");
			assertThat(context.getBean(SanitizingFunction.class).apply(secret).getValue()).isEqualTo("******");
			assertThat(context).hasSingleBean(SecretObservationFilter.class);
		});
	}

	@Test
	void whenThereIsNoSecretThenObservationsAreAsTheyWere() {
		this.contextRunner.run((context) -> {
			Observation.Context observed = new Observation.Context();
			observed.addHighCardinalityKeyValue(KeyValue.of("http.url", "/statefun/0123456789abcdef"));
			context.getBean(SecretObservationFilter.class).map(observed);
			assertThat(observed.getHighCardinalityKeyValue("http.url"))
				.isEqualTo(KeyValue.of("http.url", "/statefun/0123456789abcdef"));
		});
	}

}
