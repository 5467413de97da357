package dev.statefun.autoconfigure.security;

import java.util.Locale;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.http.internal.SecretObservationFilter;
import io.micrometer.observation.ObservationFilter;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that masks the secret of the
 * endpoint in observations and in the actuator. It does not depend on the secret, which
 * may be known at run time only.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
@ConditionalOnBean(StatefunProperties.class)
public final class StatefunSecretAutoConfiguration {

	private static final String MASK = "******";

	StatefunSecretAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static class ActuatorConfiguration {

		/**
		 * Masks the secret even if the actuator shows values, and in each spelling of the
		 * property. Backs off by its name only, because functions of the application are
		 * applied beside it.
		 */
		@Bean
		@ConditionalOnMissingBean(name = "statefunSecretSanitizingFunction")
		SanitizingFunction statefunSecretSanitizingFunction() {
			return (data) -> isSecret(data) ? data.withValue(MASK) : data;
		}

		private static boolean isSecret(SanitizableData data) {
			return data.getKey().toLowerCase(Locale.ROOT).replaceAll("[._-]", "").equals("statefunsecret");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationFilter.class)
	static class ObservationConfiguration {

		/** Other filters of the application are applied beside it. */
		@Bean
		@ConditionalOnMissingBean
		SecretObservationFilter statefunSecretObservationFilter(StatefunProperties properties) {
			return new SecretObservationFilter(properties.getSecret());
		}

	}

}
