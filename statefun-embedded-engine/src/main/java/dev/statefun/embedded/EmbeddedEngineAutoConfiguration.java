package dev.statefun.embedded;

import java.util.Objects;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.autoconfigure.module.StatefunModuleAutoConfiguration;
import dev.statefun.autoconfigure.server.StatefunServerAutoConfiguration;
import dev.statefun.autoconfigure.server.internal.ConditionalOnStatefunServer;
import dev.statefun.autoconfigure.task.internal.ApplicationExecutor;
import dev.statefun.autoconfigure.web.servlet.StatefunWebMvcAutoConfiguration;
import dev.statefun.client.ClientTransport;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.netty.StatefunServer;
import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.WebFluxProperties;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.WebApplicationContext;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the embedded engine.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { StatefunAutoConfiguration.class, StatefunModuleAutoConfiguration.class,
				StatefunWebMvcAutoConfiguration.class, StatefunServerAutoConfiguration.class },
		afterName = { "org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration",
				"org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "statefun.embedded-engine.enabled", matchIfMissing = true)
@ConditionalOnBean(StatefunProperties.class)
@EnableConfigurationProperties(EmbeddedEngineProperties.class)
public final class EmbeddedEngineAutoConfiguration {

	EmbeddedEngineAutoConfiguration() {
	}

	/**
	 * The engine also stops as a bean, because startup may fail after the engine's. Does
	 * not back off: properties choose all of it, and whether it starts.
	 */
	@Bean(destroyMethod = "stop")
	@ConditionalOnBean(ApplicationEndpoint.class)
	EmbeddedEngine statefunEmbeddedEngine(EmbeddedEngineProperties properties, ApplicationEndpoint endpoint,
			ModuleFile file) {
		return new EmbeddedEngine(properties, endpoint, file);
	}

	@Bean
	@ConditionalOnBean(ApplicationEndpoint.class)
	@ConditionalOnMissingBean(ClientTransport.class)
	EmbeddedClientTransport statefunEmbeddedClientTransport(EmbeddedEngine engine,
			ObjectProvider<ApplicationExecutor> executor) {
		return new EmbeddedClientTransport(engine, SingletonSupplier.of(() -> executor.getObject().executor()));
	}

	/** Backs off by its name, since an application cannot name the type. */
	@Bean
	@ConditionalOnBean(ApplicationEndpoint.class)
	@ConditionalOnMissingBean(name = "statefunEmbeddedEngineLifecycle")
	EmbeddedEngineLifecycle statefunEmbeddedEngineLifecycle(EmbeddedEngine engine, ApplicationEndpoint endpoint) {
		return new EmbeddedEngineLifecycle(engine, endpoint);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnStatefunServer
	@ConditionalOnClass(StatefunServer.class)
	static class OwnServerConfiguration {

		/** Does not back off: only the embedded engine uses it. */
		@Bean
		OwnServerEndpoint statefunApplicationEndpoint(StatefunServer server, StatefunProperties properties,
				ObjectProvider<FunctionRegistry> functions) {
			return new OwnServerEndpoint(server, properties.getSecret(), functions::getObject);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnStatefunServer(false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ DispatcherServletPath.class, WebServerApplicationContext.class })
	@EnableConfigurationProperties(ServerProperties.class)
	static class ServletServerConfiguration {

		/** Does not back off: only the embedded engine uses it. */
		@Bean
		WebServerEndpoint statefunApplicationEndpoint(WebApplicationContext context,
				ObjectProvider<FunctionRegistry> functions, ServerProperties server,
				ObjectProvider<DispatcherServletPath> servletPath, StatefunProperties properties) {
			DispatcherServletPath dispatcher = servletPath.getIfAvailable(() -> () -> "");
			return new WebServerEndpoint(context, functions::getObject, server,
					(path) -> contextPath(context) + dispatcher.getRelativePath(path), properties.endpointPath());
		}

		private static String contextPath(WebApplicationContext context) {
			ServletContext servletContext = context.getServletContext();
			return (servletContext != null) ? servletContext.getContextPath() : "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnStatefunServer(false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ WebFluxProperties.class, WebServerApplicationContext.class })
	@EnableConfigurationProperties(ServerProperties.class)
	static class ReactiveServerConfiguration {

		/** Does not back off: only the embedded engine uses it. */
		@Bean
		WebServerEndpoint statefunApplicationEndpoint(ApplicationContext context,
				ObjectProvider<FunctionRegistry> functions, ServerProperties server,
				ObjectProvider<WebFluxProperties> webFlux, StatefunProperties properties) {
			String basePath = webFlux.stream()
				.map(WebFluxProperties::getBasePath)
				.filter(Objects::nonNull)
				.findAny()
				.orElse("");
			return new WebServerEndpoint(context, functions::getObject, server, (path) -> basePath + path,
					properties.endpointPath());
		}

	}

}
