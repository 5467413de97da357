package dev.statefun.autoconfigure.web.servlet;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.internal.ConditionalOnWebEndpoint;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.servlet.InvocationBatchHttpMessageConverter;
import dev.statefun.http.servlet.InvocationResultHttpMessageConverter;
import dev.statefun.http.servlet.StatefunController;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.converter.HttpMessageConverter;
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
@ConditionalOnBean(StatefunProperties.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, WebMvcConfigurer.class })
public final class StatefunWebMvcAutoConfiguration {

	StatefunWebMvcAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(value = InvocationBatch.class, parameterizedContainer = HttpMessageConverter.class)
	InvocationBatchHttpMessageConverter statefunInvocationBatchHttpMessageConverter(RequestReplyProtocol protocol,
			StatefunProperties properties) {
		return new InvocationBatchHttpMessageConverter(protocol, properties.getMaxRequestSize());
	}

	@Bean
	@ConditionalOnMissingBean(value = InvocationResult.class, parameterizedContainer = HttpMessageConverter.class)
	InvocationResultHttpMessageConverter statefunInvocationResultHttpMessageConverter(RequestReplyProtocol protocol) {
		return new InvocationResultHttpMessageConverter(protocol);
	}

	@Bean
	@ConditionalOnWebEndpoint
	@ConditionalOnMissingBean
	StatefunController statefunController(RequestReplyEndpoint endpoint, StatefunProperties properties,
			HttpMessageConverter<InvocationBatch> requestConverter,
			HttpMessageConverter<InvocationResult> responseConverter) {
		return new StatefunController(endpoint, properties.endpointPath(), requestConverter, responseConverter);
	}

	/**
	 * Maps the endpoint ahead of the application's own mappings, whose patterns may match
	 * any path. An application that wants another order replaces the bean by its name.
	 */
	@Bean
	@ConditionalOnWebEndpoint
	@ConditionalOnMissingBean(name = "statefunHandlerMapping")
	SimpleUrlHandlerMapping statefunHandlerMapping(StatefunController controller, StatefunProperties properties) {
		return new SimpleUrlHandlerMapping(properties.endpointPath().mappedTo(controller),
				Ordered.HIGHEST_PRECEDENCE + 100);
	}

}
