package dev.statefun.autoconfigure.observation;

import java.util.ArrayList;
import java.util.List;

import dev.statefun.Address;
import dev.statefun.StatefulFunction;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.docs.Operating;
import dev.statefun.observation.internal.LogCorrelation;
import dev.statefun.observation.internal.RequestObserver;
import dev.statefun.observation.internal.TracePropagation;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StatefunObservationAutoConfiguration}.
 */
class StatefunObservationAutoConfigurationTests {

	private final List<Observation.Context> observed = new ArrayList<>();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunObservationAutoConfiguration.class))
		.withUserConfiguration(Function.class);

	private final ApplicationContextRunner contextRunner = this.bare.withBean(ObservationRegistry.class,
			this::registry);

	private final ApplicationContextRunner traced = this.contextRunner.withBean(Tracer.class, () -> Tracer.NOOP)
		.withBean(Propagator.class, () -> Propagator.NOOP);

	@Test
	void whenThereIsNoTracerThenNothingIsObserved() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(RequestObserver.class));
	}

	@Test
	void whenThereIsATracerThenFunctionsAreObserved() {
		this.traced.run((context) -> {
			assertThat(context).hasSingleBean(RequestObserver.class)
				.hasSingleBean(LogCorrelation.class)
				.doesNotHaveBean(TracePropagation.class);
			handle(context.getBean(RequestReplyHandler.class), context.getBean(TypeRegistry.class));
			assertThat(this.observed).extracting(Observation.Context::getName)
				.containsExactly("statefun.invocation", "statefun.request");
		});
	}

	@Test
	void whenObservationsAreSwitchedOffThenNothingIsObserved() {
		this.traced.withPropertyValues("statefun.observations.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestObserver.class));
	}

	@Test
	void whenObservationsAreDemandedThenNoTracerIsNeeded() {
		this.contextRunner.withPropertyValues("statefun.observations.enabled=true")
			.withClassLoader(new FilteredClassLoader(Tracer.class, Propagator.class))
			.run((context) -> assertThat(context).hasSingleBean(RequestObserver.class));
	}

	@Test
	void whenLogCorrelationIsSwitchedOffThenThereIsNone() {
		this.traced.withPropertyValues("statefun.observations.log-correlation=false")
			.run((context) -> assertThat(context).hasSingleBean(RequestObserver.class)
				.doesNotHaveBean(LogCorrelation.class));
	}

	@Test
	void whenPropagationIsSwitchedOnThenTracesArePassedOn() {
		this.traced.withPropertyValues("statefun.observations.propagate=true")
			.run((context) -> assertThat(context).hasSingleBean(TracePropagation.class));
	}

	@Test
	void whenMicrometerIsNotThereThenNothingIsObserved() {
		this.bare.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("statefunRequestObserver"));
	}

	@Test
	void whenThereIsAConventionThenItReplacesTheDefault() {
		this.traced.withBean(Operating.ShopConvention.class).run((context) -> {
			handle(context.getBean(RequestReplyHandler.class), context.getBean(TypeRegistry.class));
			assertThat(this.observed.get(0).getLowCardinalityKeyValue("shop").getValue()).isEqualTo("berlin");
		});
	}

	@ParameterizedTest
	@CsvSource({ "statefun.observations.propagate=true",
			"'statefun.observations.propagate=true,statefun.observations.enabled=true'" })
	void whenThereIsNoTracingToPassOnThenTheErrorSaysSo(String properties) {
		this.contextRunner.withPropertyValues(properties.split(","))
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("statefun.observations.propagate"));
	}

	@Test
	void whenTheProtocolCannotPassTracesOnThenTheErrorSaysSo() {
		this.traced.withPropertyValues("statefun.observations.propagate=true", "statefun.protocol=v2")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("statefun.observations.propagate")
				.hasMessageContaining("2.x"));
	}

	@Test
	void whenThereIsNothingToObserveWithThenTheErrorSaysSo() {
		this.bare.withPropertyValues("statefun.observations.enabled=true")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("statefun.observations.enabled"));
	}

	private static void handle(RequestReplyHandler handler, TypeRegistry types) {
		handler
			.handle(new InvocationBatch(ProtocolVersion.V3, Address.of("demo/function", "ada"), List.of(),
					List.of(new Invocation(null, types.serialize("text")))))
			.join();
	}

	private ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				StatefunObservationAutoConfigurationTests.this.observed.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		return registry;
	}

	@Configuration(proxyBeanMethods = false)
	static class Function {

		@Bean
		@StatefunFunction("demo/function")
		StatefulFunction function() {
			return (context, message) -> {
			};
		}

	}

}
