package dev.statefun.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.autoconfigure.observation.StatefunObservationAutoConfiguration;
import dev.statefun.autoconfigure.server.StatefunServerAutoConfiguration;
import dev.statefun.dispatch.InvocationRecorder;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.http.RequestMeters;
import dev.statefun.http.netty.HttpObservationConvention;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.observation.InvocationMetrics;
import dev.statefun.observation.internal.RequestObserver;
import dev.statefun.observation.internal.TracePropagation;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.JsonTypeFactory;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.UnknownTypeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.validation.Errors;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Applications that have several beans of a type of which the starter uses one.
 */
class SeveralBeansTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunObservationAutoConfiguration.class,
					StatefunServerAutoConfiguration.class, SslAutoConfiguration.class, JacksonAutoConfiguration.class));

	private final ApplicationContextRunner observed = this.contextRunner.withPropertyValues("statefun.server.port=0")
		.withBean("meters", MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean("observations", ObservationRegistry.class, ObservationRegistry::create)
		.withBean("noTracer", Tracer.class, () -> Tracer.NOOP)
		.withBean("noPropagator", Propagator.class, () -> Propagator.NOOP);

	@ParameterizedTest
	@MethodSource("beans")
	<T> void whenTheApplicationHasTwoMoreBeansOfATypeThenItStarts(Class<T> type, Supplier<T> bean) {
		this.observed.withBean("one", type, bean)
			.withBean("two", type, bean)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(StatefunServer.class)
				.matches(StatefunServer::isRunning));
	}

	static List<Arguments> beans() {
		return List.of(several(MeterRegistry.class, SimpleMeterRegistry::new),
				several(ObservationRegistry.class, ObservationRegistry::create),
				several(Tracer.class, () -> Tracer.NOOP), several(Propagator.class, () -> Propagator.NOOP),
				several(HttpObservationConvention.class, () -> new HttpObservationConvention() {
				}), several(JsonMapper.class, JsonMapper::new), several(SmartValidator.class, RecordingValidator::new),
				several(Executor.class, () -> Runnable::run),
				several(ThreadPoolTaskExecutorBuilder.class, ThreadPoolTaskExecutorBuilder::new),
				several(SimpleAsyncTaskExecutorBuilder.class, SimpleAsyncTaskExecutorBuilder::new));
	}

	private static <T> Arguments several(Class<T> type, Supplier<T> bean) {
		return argumentSet(type.getSimpleName(), type, bean);
	}

	@Test
	void whenThereAreTwoTaskDecoratorsThenTheApplicationStarts() {
		this.observed.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withBean("one", TaskDecorator.class, () -> (task) -> task)
			.withBean("two", TaskDecorator.class, () -> (task) -> task)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(StatefunServer.class)
				.matches(StatefunServer::isRunning));
	}

	@Test
	void whenOneOfTwoMeterRegistriesIsPrimaryThenItHasTheMeters() {
		this.observed
			.withBean("primary", MeterRegistry.class, SimpleMeterRegistry::new,
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				assertThat(context).hasSingleBean(InvocationMetrics.class).hasSingleBean(RequestMeters.class);
				assertThat(context.getBean("primary", MeterRegistry.class).getMeters()).isNotEmpty();
				assertThat(context.getBean("meters", MeterRegistry.class).getMeters()).isEmpty();
			});
	}

	@Test
	void whenSpringBootComposesTwoMeterRegistriesThenFunctionsAreMetered() {
		this.observed.withBean("another", MeterRegistry.class, SimpleMeterRegistry::new)
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(InvocationMetrics.class)
				.hasSingleBean(RequestMeters.class));
	}

	@Test
	void whenOneOfTwoObservationRegistriesIsPrimaryThenItObserves() {
		ObservationRegistry primary = ObservationRegistry.create();
		List<String> observed = new ArrayList<>();
		primary.observationConfig().observationPredicate((name, context) -> {
			observed.add(name);
			return true;
		});
		primary.observationConfig().observationHandler((context) -> true);
		this.observed
			.withBean("primary", ObservationRegistry.class, () -> primary, (definition) -> definition.setPrimary(true))
			.withBean(Validating.class)
			.withBean(SmartValidator.class, RecordingValidator::new)
			.run((context) -> {
				handle(context.getBean(RequestReplyHandler.class), context.getBean(TypeRegistry.class));
				assertThat(observed).contains("statefun.request", "statefun.invocation");
			});
	}

	@Test
	void whenNoneOfTwoObservationRegistriesIsPrimaryThenNothingIsObserved() {
		this.observed.withBean("another", ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestObserver.class));
	}

	@Test
	void whenNoneOfTwoObservationRegistriesIsPrimaryButObservationsAreDemandedThenTheErrorSaysSo() {
		this.observed.withBean("another", ObservationRegistry.class, ObservationRegistry::create)
			.withPropertyValues("statefun.observations.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("several and none is primary")
				.hasStackTraceContaining("statefun.observations.enabled"));
	}

	@Test
	void whenOneOfTwoTracersIsPrimaryThenTracesArePassedOn() {
		this.observed.withPropertyValues("statefun.observations.propagate=true")
			.withBean("primary", Tracer.class, () -> Tracer.NOOP, (definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(context).hasSingleBean(TracePropagation.class));
	}

	@Test
	void whenNoneOfTwoTracersIsPrimaryButTracesAreToBePassedOnThenTheErrorSaysSo() {
		this.observed.withPropertyValues("statefun.observations.propagate=true")
			.withBean("another", Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("statefun.observations.propagate")
				.hasMessageContaining("mark one as primary if there are several"));
	}

	@Test
	void whenNoneOfTwoRecordersIsPrimaryThenTheErrorNamesBoth() {
		InvocationRecorder recorder = (function, messageType, invocations, nanoseconds, failure) -> {
		};
		this.contextRunner.withBean("one", InvocationRecorder.class, () -> recorder)
			.withBean("two", InvocationRecorder.class, () -> recorder)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class)
				.hasMessageContaining("one,two"));
	}

	@Test
	void whenThereAreTwoMappersThenTheApplicationStarts() {
		this.contextRunner.withBean("one", JsonMapper.class, JsonMapper::new)
			.withBean("two", JsonMapper.class, JsonMapper::new)
			.run((context) -> assertThat(context).hasSingleBean(JsonTypeFactory.class));
	}

	@Test
	void whenNoneOfTwoMappersIsPrimaryButAMessageIsJsonThenTheErrorSaysSo() {
		this.contextRunner.withBean(Validating.class)
			.withBean("one", JsonMapper.class, JsonMapper::new)
			.withBean("two", JsonMapper.class, JsonMapper::new)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("several beans of JsonMapper (one, two)")
				.hasMessageContaining("@Primary")
				.hasMessageContaining("JsonTypeFactory"));
	}

	@Test
	void whenNoneOfTwoMappersIsPrimaryThenOthersThanJsonTravel() {
		this.contextRunner.withBean("one", JsonMapper.class, JsonMapper::new)
			.withBean("two", JsonMapper.class, JsonMapper::new)
			.run((context) -> {
				TypeRegistry types = context.getBean(TypeRegistry.class);
				assertThat(types.serialize("ada").bytes().isEmpty()).isFalse();
				assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> types.serialize(new Object()))
					.withMessageContaining("has no StateFun type");
			});
	}

	@Test
	void whenOneOfTwoMappersIsPrimaryThenItWritesMessages() {
		JsonMapper snake = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		this.contextRunner.withBean("one", JsonMapper.class, JsonMapper::new)
			.withBean("two", JsonMapper.class, () -> snake, (definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(
					context.getBean(TypeRegistry.class).serialize(new Named("ada")).bytes().toStringUtf8())
				.isEqualTo("{\"user_name\":\"ada\"}"));
	}

	@Test
	void whenThereAreTwoValidatorsThenThePrimaryOneValidatesMessages() {
		RecordingValidator other = new RecordingValidator();
		RecordingValidator primary = new RecordingValidator();
		this.contextRunner.withBean(Validating.class)
			.withBean("one", SmartValidator.class, () -> other)
			.withBean("two", SmartValidator.class, () -> primary, (definition) -> definition.setPrimary(true))
			.run((context) -> {
				handle(context.getBean(RequestReplyHandler.class), context.getBean(TypeRegistry.class));
				assertThat(primary.validated).containsExactly(new Named("ada"));
				assertThat(other.validated).isEmpty();
			});
	}

	@Test
	void whenNoneOfTwoValidatorsIsPrimaryThenTheErrorSaysSo() {
		this.contextRunner.withBean(Validating.class)
			.withBean("one", SmartValidator.class, RecordingValidator::new)
			.withBean("two", SmartValidator.class, RecordingValidator::new)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("several and none is primary")
				.hasStackTraceContaining("mark one as primary"));
	}

	@Test
	void whenSpringMvcHasAValidatorOfItsOwnThenThatOfTheApplicationValidatesMessages() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, WebMvcAutoConfiguration.class,
					ValidationAutoConfiguration.class))
			.withBean(Validating.class)
			.withBean("own", RecordingFactoryBean.class)
			.run((context) -> {
				assertThat(context).getBeanNames(SmartValidator.class).containsExactlyInAnyOrder("own", "mvcValidator");
				handle(context.getBean(RequestReplyHandler.class), context.getBean(TypeRegistry.class));
				assertThat(context.getBean(RecordingFactoryBean.class).validated).containsExactly(new Named("ada"));
			});
	}

	private static void handle(RequestReplyHandler handler, TypeRegistry types) {
		handler
			.handle(new InvocationBatch(ProtocolVersion.V3, Address.of("demo/validating", "ada"), List.of(),
					List.of(new Invocation(null, types.serialize(new Named("ada"))))))
			.join();
	}

	@StatefunType("demo/Named")
	record Named(String userName) {

	}

	@StatefunFunction("demo/validating")
	static class Validating {

		@StatefunHandler
		void take(@Validated Named named) {
		}

	}

	static class RecordingValidator implements SmartValidator {

		private final List<Object> validated = new ArrayList<>();

		@Override
		public boolean supports(Class<?> type) {
			return true;
		}

		@Override
		public void validate(Object target, Errors errors) {
			this.validated.add(target);
		}

		@Override
		public void validate(Object target, Errors errors, Object... hints) {
			validate(target, errors);
		}

	}

	static class RecordingFactoryBean extends LocalValidatorFactoryBean {

		private final List<Object> validated = new ArrayList<>();

		@Override
		public void validate(Object target, Errors errors) {
			this.validated.add(target);
			super.validate(target, errors);
		}

	}

}
