package dev.statefun.autoconfigure.web.servlet;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.ConditionalOnWebEndpoint;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.servlet.RequestReplyHttpMessageConverter;
import dev.statefun.http.servlet.StatefunController;
import dev.statefun.protocol.RequestReplyProtocol;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the endpoint that the engine
 * calls, in applications with Spring MVC.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "statefun.enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, WebMvcConfigurer.class })
public final class StatefunWebMvcAutoConfiguration {

	StatefunWebMvcAutoConfiguration() {
	}

	@Bean
	@ConditionalOnWebEndpoint
	StatefunController statefunController(RequestReplyEndpoint endpoint, StatefunProperties properties) {
		return new StatefunController(endpoint, properties.endpointPath());
	}

	/** For controllers of the application that speak the protocol. */
	@Bean
	@ConditionalOnMissingBean
	RequestReplyHttpMessageConverter statefunHttpMessageConverter(RequestReplyProtocol protocol,
			StatefunProperties properties) {
		return new RequestReplyHttpMessageConverter(protocol, properties.maxRequestSize());
	}

	/** Before those of the application, whose patterns may take any path. */
	@Bean
	@ConditionalOnWebEndpoint
	SimpleUrlHandlerMapping statefunHandlerMapping(StatefunController controller, StatefunProperties properties) {
		return new SimpleUrlHandlerMapping(properties.endpointPath().mappedTo(controller),
				Ordered.HIGHEST_PRECEDENCE + 100);
	}

}
