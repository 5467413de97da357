package dev.statefun.autoconfigure;

import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.RequestReplyProtocol;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

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
	StatefunController statefunController(ObjectProvider<RequestReplyHandler> handler) {
		return new StatefunController(handler::getObject);
	}

	/** Whether or not the application enables Spring MVC itself. */
	@Bean
	WebMvcConfigurer statefunWebMvcConfigurer(RequestReplyProtocol protocol, StatefunProperties properties) {
		return new WebMvcConfigurer() {

			@Override
			public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
				builder.addCustomConverter(new RequestReplyHttpMessageConverter(protocol, properties.maxRequestSize()));
			}

		};
	}

}
