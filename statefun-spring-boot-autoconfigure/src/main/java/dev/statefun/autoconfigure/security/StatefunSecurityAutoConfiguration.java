package dev.statefun.autoconfigure.security;

import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.web.reactive.StatefunWebFluxAutoConfiguration;
import dev.statefun.autoconfigure.web.servlet.StatefunWebMvcAutoConfiguration;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.SecurityFilterChain;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that warns at startup if only Spring
 * Boot's default rules of Spring Security guard the endpoint. They refuse the engine.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { StatefunWebMvcAutoConfiguration.class, StatefunWebFluxAutoConfiguration.class })
@ConditionalOnClass(SecurityFilterChain.class)
@ConditionalOnBean(StatefunProperties.class)
public final class StatefunSecurityAutoConfiguration {

	StatefunSecurityAutoConfiguration() {
	}

	/**
	 * Does not back off: an application that has rules for the engine gets no warning.
	 */
	@Bean
	DefaultRulesCheck statefunDefaultRulesCheck(ListableBeanFactory beans, StatefunProperties properties) {
		return new DefaultRulesCheck(beans, properties);
	}

}
