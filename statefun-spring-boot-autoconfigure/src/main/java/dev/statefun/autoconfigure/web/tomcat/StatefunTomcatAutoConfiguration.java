package dev.statefun.autoconfigure.web.tomcat;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.internal.ConditionalOnWebEndpoint;
import org.apache.catalina.connector.Connector;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what the answers of functions
 * need of Tomcat, where that is the server of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
@ConditionalOnBean(StatefunProperties.class)
@ConditionalOnWebApplication
@ConditionalOnWebEndpoint
@ConditionalOnBooleanProperty(name = "statefun.tomcat.enabled", matchIfMissing = true)
@ConditionalOnClass({ TomcatConnectorCustomizer.class, Connector.class })
@EnableConfigurationProperties(StatefunTomcatProperties.class)
public final class StatefunTomcatAutoConfiguration {

	StatefunTomcatAutoConfiguration() {
	}

	/** Goes before the application's own customizers, which therefore win. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnMissingBean(name = "statefunTomcatConnectorCustomizer")
	TomcatConnectorCustomizer statefunTomcatConnectorCustomizer(StatefunTomcatProperties properties) {
		return new WriteBufferCustomizer(properties.writeBufferSize());
	}

	@Bean
	@ConditionalOnMissingBean(name = "statefunKeepAliveCustomizer")
	KeepAliveCustomizer statefunKeepAliveCustomizer(Environment environment) {
		return new KeepAliveCustomizer(environment);
	}

	@Bean
	@ConditionalOnMissingBean(name = "statefunHangUpCustomizer")
	HangUpCustomizer statefunHangUpCustomizer() {
		return new HangUpCustomizer();
	}

}
