package dev.statefun.autoconfigure.client;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.StatefunClient;
import dev.statefun.client.internal.AllowedTargets;
import dev.statefun.client.internal.AskMetrics;
import dev.statefun.client.internal.AskObserver;
import dev.statefun.client.internal.AskRecorder;
import dev.statefun.client.internal.ClientSettings;
import dev.statefun.client.internal.DefaultStatefunClient;
import dev.statefun.client.internal.FunctionsBesideGateway;
import dev.statefun.client.internal.GatewayRegistrar;
import dev.statefun.client.internal.NoTransport;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.observation.internal.ServedTypes;
import dev.statefun.type.TypeRegistry;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link StatefunClient} and of
 * its gateway, a function that asks on its behalf.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class,
		afterName = { "dev.statefun.embedded.EmbeddedEngineAutoConfiguration",
				"dev.statefun.test.StatefunTestAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnBean(StatefunProperties.class)
@EnableConfigurationProperties(StatefunClientProperties.class)
public final class StatefunClientAutoConfiguration {

	StatefunClientAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ClientSettings statefunClientSettings(StatefunClientProperties properties, Environment environment) {
		return properties.toSettings(environment.getProperty("spring.application.name"));
	}

	@Bean
	@ConditionalOnMissingBean
	AllowedTargets statefunClientTargets(StatefunClientProperties properties, ClientSettings settings,
			StatefunProperties statefun, ObjectProvider<FunctionRegistry> functions) {
		SingletonSupplier<FunctionRegistry> registry = SingletonSupplier.of(functions::getObject);
		return new AllowedTargets(properties.targets(),
				new FunctionsBesideGateway(registry, settings.names().gateway()), statefun.getStateAccess());
	}

	/** Without a transport nobody can ask, and the gateway's egress need not exist. */
	@Bean
	@ConditionalOnSingleCandidate(ClientTransport.class)
	@ConditionalOnMissingBean
	GatewayRegistrar statefunClientGateway(ClientSettings settings, AllowedTargets targets, ClientTransport transport) {
		return new GatewayRegistrar(settings, targets, transport);
	}

	@Bean
	@ConditionalOnMissingBean(StatefunClient.class)
	DefaultStatefunClient statefunClient(ClientSettings settings, TypeRegistry types, AllowedTargets targets,
			ObjectProvider<ClientTransport> transport, ObjectProvider<AskRecorder> recorders,
			ObjectProvider<AskObserver> observers) {
		AskRecorder recorder = recorders.getIfAvailable(() -> AskRecorder.NONE);
		AskObserver observer = observers.getIfAvailable();
		return new DefaultStatefunClient(settings, types, targets, transport.getIfUnique(NoTransport::new),
				(observer != null) ? observer.around(recorder) : recorder);
	}

	/** Does not back off: an application has its own bean of an interface instead. */
	@Bean
	static FunctionClientScanner statefunFunctionClientScanner() {
		return new FunctionClientScanner();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(AskRecorder.class)
		AskMetrics statefunAskMetrics(MeterRegistry registry, ObjectProvider<FunctionRegistry> functions) {
			return new AskMetrics(registry, new ServedTypes(SingletonSupplier.of(functions::getObject)));
		}

	}

}
