package dev.statefun.autoconfigure.security;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.http.internal.SecretObservationFilter;
import io.micrometer.observation.ObservationFilter;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.HttpExchangesEndpoint;
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
@AutoConfiguration(after = StatefunAutoConfiguration.class,
		beforeName = "org.springframework.boot.actuate.autoconfigure.web.exchanges.HttpExchangesEndpointAutoConfiguration")
@ConditionalOnBean(StatefunProperties.class)
public final class StatefunSecretAutoConfiguration {

	StatefunSecretAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static class ActuatorConfiguration {

		/**
		 * Backs off by its name only, because functions of the application are applied
		 * beside it.
		 */
		@Bean
		@ConditionalOnMissingBean(name = "statefunSecretSanitizingFunction")
		SanitizingFunction statefunSecretSanitizingFunction(StatefunProperties properties) {
			return new SecretSanitizingFunction(properties.getSecret());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpExchangesEndpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnAvailableEndpoint(HttpExchangesEndpoint.class)
	static class ExchangesConfiguration {

		/** The repository of the application keeps exchanges as they were. */
		@Bean
		@ConditionalOnBean(HttpExchangeRepository.class)
		@ConditionalOnMissingBean
		HttpExchangesEndpoint httpExchangesEndpoint(HttpExchangeRepository repository, StatefunProperties properties) {
			return new HttpExchangesEndpoint(new MaskedExchangeRepository(repository, properties.getSecret()));
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
