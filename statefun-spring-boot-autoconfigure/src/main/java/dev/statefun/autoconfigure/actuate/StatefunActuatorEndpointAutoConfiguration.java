package dev.statefun.autoconfigure.actuate;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.autoconfigure.module.StatefunModuleAutoConfiguration;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.RequestMeters;
import dev.statefun.observation.InvocationMetrics;
import dev.statefun.protocol.RequestReplyProtocol;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the actuator endpoint
 * {@code statefun}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { StatefunAutoConfiguration.class, StatefunModuleAutoConfiguration.class })
@ConditionalOnBean(StatefunProperties.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(StatefunActuatorEndpoint.class)
@EnableConfigurationProperties(StatefunActuatorEndpointProperties.class)
public final class StatefunActuatorEndpointAutoConfiguration {

	StatefunActuatorEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	StatefunActuatorEndpointWebExtension statefunActuatorEndpointWebExtension(ModuleFile file,
			StatefunActuatorEndpointProperties properties, ObjectProvider<SanitizingFunction> sanitizingFunctions) {
		return new StatefunActuatorEndpointWebExtension(file, sanitizingFunctions.orderedStream().toList(),
				properties.showValues(), properties.roles());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MeteredConfiguration {

		@Bean
		@ConditionalOnMissingBean
		StatefunActuatorEndpoint statefunActuatorEndpoint(ObjectProvider<FunctionRegistry> functions,
				StatefunProperties properties, RequestReplyProtocol protocol,
				ObjectProvider<InvocationMetrics> invocations, ObjectProvider<RequestMeters> requests, ModuleFile file,
				ObjectProvider<SanitizingFunction> sanitizingFunctions) {
			return new StatefunActuatorEndpoint(functions::getObject, properties, protocol,
					invocations.getIfAvailable(), requests.getIfAvailable(), file,
					sanitizingFunctions.orderedStream().toList());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.micrometer.core.instrument.MeterRegistry")
	static class UnmeteredConfiguration {

		@Bean
		@ConditionalOnMissingBean
		StatefunActuatorEndpoint statefunActuatorEndpoint(ObjectProvider<FunctionRegistry> functions,
				StatefunProperties properties, RequestReplyProtocol protocol, ModuleFile file,
				ObjectProvider<SanitizingFunction> sanitizingFunctions) {
			return new StatefunActuatorEndpoint(functions::getObject, properties, protocol, null, null, file,
					sanitizingFunctions.orderedStream().toList());
		}

	}

}
