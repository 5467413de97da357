package dev.statefun.autoconfigure.observation;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.client.internal.AskObserver;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.observation.AskObservationConvention;
import dev.statefun.observation.InvocationObservationConvention;
import dev.statefun.observation.ObservationSampling;
import dev.statefun.observation.RequestObservationConvention;
import dev.statefun.observation.internal.LogCorrelation;
import dev.statefun.observation.internal.RequestObserver;
import dev.statefun.observation.internal.ServedTypes;
import dev.statefun.observation.internal.TracePropagation;
import dev.statefun.observation.internal.TraceSampling;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.slf4j.MDC;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of observations.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnBean(StatefunProperties.class)
@EnableConfigurationProperties(ObservationsProperties.class)
public final class StatefunObservationAutoConfiguration {

	StatefunObservationAutoConfiguration() {
	}

	/** Stops startup if properties ask for the impossible. So it does not back off. */
	@Bean
	SmartInitializingSingleton statefunObservationsValidator(ObservationsProperties properties,
			StatefunProperties statefun, ListableBeanFactory beans) {
		return () -> properties.validate(statefun.getProtocol(), isPresent(beans, RequestObserver.class),
				isPresent(beans, TracePropagation.class));
	}

	private static boolean isPresent(ListableBeanFactory beans, Class<?> type) {
		return beans.getBeanNamesForType(type, false, false).length > 0;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnSingleCandidate(ObservationRegistry.class)
	@ConditionalOnBooleanProperty(name = "statefun.observations.enabled", matchIfMissing = true)
	@Conditional(OnObservationsCondition.class)
	static class ObserverConfiguration {

		/** Goes first, so that the logs of other interceptors are correlated, too. */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		@ConditionalOnMissingBean
		RequestObserver statefunRequestObserver(ObservationRegistry registry,
				ObjectProvider<FunctionRegistry> functions, ObjectProvider<RequestObservationConvention> requests,
				ObjectProvider<InvocationObservationConvention> invocations,
				ObjectProvider<ObservationSampling> sampling, ObjectProvider<LogCorrelation> logs,
				ObjectProvider<TracePropagation> propagation) {
			return new RequestObserver(registry, new ServedTypes(SingletonSupplier.of(functions::getObject)),
					requests.getIfAvailable(), invocations.getIfAvailable(), sampling.getIfAvailable(),
					logs.getIfAvailable(), propagation.getIfAvailable());
		}

		@Bean
		@ConditionalOnMissingBean
		AskObserver statefunAskObserver(ObservationRegistry registry, ObjectProvider<FunctionRegistry> functions,
				ObjectProvider<AskObservationConvention> convention) {
			return new AskObserver(registry, new ServedTypes(SingletonSupplier.of(functions::getObject)),
					convention.getIfAvailable());
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(MDC.class)
		@ConditionalOnBooleanProperty(name = "statefun.observations.log-correlation", matchIfMissing = true)
		static class LogConfiguration {

			@Bean
			@ConditionalOnMissingBean
			LogCorrelation statefunLogCorrelation() {
				return new LogCorrelation();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(Tracer.class)
		@ConditionalOnSingleCandidate(Tracer.class)
		static class SamplingConfiguration {

			@Bean
			@ConditionalOnMissingBean(ObservationSampling.class)
			TraceSampling statefunTraceSampling(Tracer tracer) {
				return new TraceSampling(tracer);
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ Tracer.class, Propagator.class })
		@Conditional(OnTracingCondition.class)
		@ConditionalOnBooleanProperty("statefun.observations.propagate")
		static class PropagationConfiguration {

			@Bean
			@ConditionalOnMissingBean
			TracePropagation statefunTracePropagation(Tracer tracer, Propagator propagator) {
				return new TracePropagation(tracer, propagator);
			}

		}

	}

}
