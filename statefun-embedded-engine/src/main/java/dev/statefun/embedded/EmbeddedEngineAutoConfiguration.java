package dev.statefun.embedded;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.StatefunWebMvcAutoConfiguration;
import dev.statefun.dispatch.FunctionRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.web.context.WebApplicationContext;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the embedded engine.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { StatefunAutoConfiguration.class, StatefunWebMvcAutoConfiguration.class },
		afterName = "org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration")
@ConditionalOnBooleanProperty(name = "statefun.embedded-engine.enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ DispatcherServletPath.class, WebServerApplicationContext.class })
@ConditionalOnBean(FunctionRegistry.class)
@EnableConfigurationProperties({ EmbeddedEngineProperties.class, ServerProperties.class })
public final class EmbeddedEngineAutoConfiguration {

	EmbeddedEngineAutoConfiguration() {
	}

	@Bean
	ApplicationEndpoint statefunApplicationEndpoint(WebApplicationContext context,
			ObjectProvider<FunctionRegistry> functions, ServerProperties server,
			ObjectProvider<DispatcherServletPath> servletPath, StatefunProperties properties) {
		return new ApplicationEndpoint(context, functions::getObject, server,
				servletPath.getIfAvailable(() -> () -> ""), properties.path());
	}

	/** Stopped as a bean too, should the startup fail after the engine's. */
	@Bean(destroyMethod = "stop")
	EmbeddedEngine statefunEmbeddedEngine(EmbeddedEngineProperties properties, ApplicationEndpoint endpoint) {
		return new EmbeddedEngine(properties, endpoint);
	}

	@Bean
	EmbeddedEngineLifecycle statefunEmbeddedEngineLifecycle(EmbeddedEngine engine, ApplicationEndpoint endpoint) {
		return new EmbeddedEngineLifecycle(engine, endpoint);
	}

}
