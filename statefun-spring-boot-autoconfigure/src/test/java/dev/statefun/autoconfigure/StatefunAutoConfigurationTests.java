package dev.statefun.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.autoconfigure.server.StatefunServerAutoConfiguration;
import dev.statefun.autoconfigure.web.reactive.StatefunWebFluxAutoConfiguration;
import dev.statefun.autoconfigure.web.servlet.StatefunWebMvcAutoConfiguration;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.dispatch.StateAccess;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.TransferLimits;
import dev.statefun.http.reactive.StatefunWebHandler;
import dev.statefun.http.servlet.StatefunController;
import dev.statefun.observation.InvocationMetrics;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.JsonTypeFactory;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class StatefunAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, JacksonAutoConfiguration.class,
				MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class));

	private final WebApplicationContextRunner webContextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunWebMvcAutoConfiguration.class,
				StatefunWebFluxAutoConfiguration.class, JacksonAutoConfiguration.class, WebMvcAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner reactiveContextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunWebMvcAutoConfiguration.class,
				StatefunWebFluxAutoConfiguration.class, JacksonAutoConfiguration.class,
				WebFluxAutoConfiguration.class));

	/** Applications of other tests may have set other levels. */
	@BeforeEach
	void logInfo() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.statefun", LogLevel.INFO);
	}

	@AfterEach
	void restoreLevel() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@Test
	void whenBeansDeclareFunctionsThenTheRegistryHasThem() {
		this.contextRunner.withUserConfiguration(Functions.class)
			.run((context) -> assertThat(context.getBean(FunctionRegistry.class).typeNames())
				.containsExactlyInAnyOrder(TypeName.parse("demo/lambda"), TypeName.parse("demo/method")));
	}

	@Test
	void whenNamesHavePlaceholdersThenTheyAreReplaced() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
			.withBean(Placeholders.class)
			.withPropertyValues("ns=shop")
			.run((context) -> {
				FunctionDefinition function = context.getBean(FunctionRegistry.class)
					.find(TypeName.parse("shop/placeholders"));
				assertThat(function).isNotNull();
				assertThat(function.messageTypes()).containsExactly("shop/Placeholder");
				assertThat(function.states()).extracting(ValueSpec::name).containsExactly("shop-count");
			});
	}

	@Test
	void whenAPlaceholderOfANameHasNoValueThenTheErrorNamesIt() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
			.withBean(Placeholders.class)
			.run((context) -> assertThat(context.getStartupFailure()).hasMessageContaining("'ns'")
				.hasMessageContaining("Placeholders"));
	}

	@Test
	void whenAnEngineRefusesANameThenTheApplicationDoesNotStart() {
		this.contextRunner.withBean(SlashFunction.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidFunctionException.class)
				.hasMessageContaining("example/counter/x"));
		this.contextRunner.withBean(SlashFunction.class)
			.withPropertyValues("statefun.protocol=v2")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenThereAreNoFunctionsThenTheApplicationStarts() {
		this.webContextRunner.run((context) -> assertThat(context).hasSingleBean(StatefunController.class)
			.doesNotHaveBean(StatefunWebHandler.class));
		this.reactiveContextRunner.run((context) -> assertThat(context).hasSingleBean(StatefunWebHandler.class)
			.doesNotHaveBean(StatefunController.class));
	}

	@Test
	void whenDisabledThenThereIsNothing() {
		this.webContextRunner.withPropertyValues("statefun.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RequestReplyHandler.class)
				.doesNotHaveBean(StatefunController.class));
		this.reactiveContextRunner.withPropertyValues("statefun.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RequestReplyHandler.class)
				.doesNotHaveBean(StatefunWebHandler.class));
	}

	@Test
	void whenDisabledThenNoAutoConfigurationIsThere() {
		List<Class<?>> ours = autoConfigurations();
		WebApplicationContextRunner runner = this.webContextRunner
			.withConfiguration(AutoConfigurations.of(ours.toArray(Class<?>[]::new)))
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, KafkaAutoConfiguration.class))
			.withPropertyValues("statefun.server.port=0", "statefun.server.exclusive=false",
					"statefun.client.kafka.ingress-topic=in", "statefun.client.kafka.egress-topic=out",
					"statefun.console.enabled=true", "statefun.secret=0123456789abcdef",
					"management.endpoints.web.exposure.include=statefun");
		runner.run((context) -> assertThat(ours).isNotEmpty().allMatch((type) -> isPresent(context, type)));
		runner.withPropertyValues("statefun.enabled=false")
			.run((context) -> assertThat(context.getBeanDefinitionNames())
				.noneMatch((name) -> name.startsWith("statefun") || name.contains("dev.statefun")));
	}

	/** Those that a servlet application can have. */
	private static List<Class<?>> autoConfigurations() {
		List<Class<?>> types = new ArrayList<>();
		for (String name : ImportCandidates.load(AutoConfiguration.class, null)) {
			if (name.startsWith("dev.statefun.") && !name.matches(".*\\.web\\.(reactive|netty)\\..*")) {
				types.add(ClassUtils.resolveClassName(name, null));
			}
		}
		return types;
	}

	private static boolean isPresent(ListableBeanFactory beans, Class<?> type) {
		return beans.getBeanNamesForType(type).length > 0;
	}

	@ParameterizedTest
	@CsvSource({ "'',1", "statefun.server.port=0,0", "statefun.server.unix-domain-socket=x.sock,0" })
	void whenThereIsAServerOfItsOwnThenTheWebApplicationHasNoEndpointUnlessItIsToHaveBoth(String property, int count) {
		this.webContextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context.getBeansOfType(StatefunController.class)).hasSize(count));
		this.reactiveContextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context.getBeansOfType(StatefunWebHandler.class)).hasSize(count));
		this.webContextRunner.withPropertyValues(property, "statefun.server.exclusive=false")
			.run((context) -> assertThat(context).hasSingleBean(StatefunController.class));
		this.reactiveContextRunner.withPropertyValues(property, "statefun.server.exclusive=false")
			.run((context) -> assertThat(context).hasSingleBean(StatefunWebHandler.class));
	}

	@Test
	void whenThereIsNoWebApplicationThenThereIsNoEndpointInIt() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(StatefunWebMvcAutoConfiguration.class,
					StatefunWebFluxAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(RequestReplyHandler.class)
				.doesNotHaveBean(StatefunController.class)
				.doesNotHaveBean(StatefunWebHandler.class));
	}

	@Test
	void whenTheEngineCannotReachTheFunctionsThenTheLogSaysWhatIsMissing(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Functions.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("WARN")
				.contains("Found 2 stateful functions, but the engine cannot reach this application context")
				.contains("statefun.server.port")
				.contains("spring.main.web-application-type")
				.doesNotContain("for requests to");
		});
	}

	@Test
	void whenTheEngineCanReachTheFunctionsThenTheLogSaysWhere(CapturedOutput output) {
		this.webContextRunner.withUserConfiguration(Functions.class).run((context) -> assertFound(output, 1));
		this.reactiveContextRunner.withUserConfiguration(Functions.class).run((context) -> assertFound(output, 2));
		this.contextRunner.withConfiguration(AutoConfigurations.of(StatefunServerAutoConfiguration.class))
			.withUserConfiguration(Functions.class)
			.withPropertyValues("statefun.server.port=0")
			.run((context) -> assertFound(output, 3));
	}

	private static void assertFound(CapturedOutput output, int times) {
		assertThat(output.getOut().split("Found 2 stateful functions for requests to '/statefun'", -1))
			.hasSize(times + 1);
		assertThat(output).doesNotContain("cannot reach");
	}

	@Test
	void whenTheWebFrameworkIsAbsentThenThereIsNoEndpointInIt() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunWebMvcAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("statefunController"));
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunWebFluxAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("statefunWebHandler"));
	}

	@Test
	void whenTheUserHasBeansOfTheSameTypeThenOursBackOff() {
		this.contextRunner.withUserConfiguration(OwnBeans.class).run((context) -> {
			OwnBeans own = context.getBean(OwnBeans.class);
			assertThat(context.getBean(TypeRegistry.class)).isSameAs(own.types);
			assertThat(context.getBean(FunctionRegistry.class)).isSameAs(own.functions);
			assertThat(context.getBean(RequestReplyProtocol.class)).isSameAs(own.protocol);
			assertThat(context.getBean(RequestReplyHandler.class)).isSameAs(own.handler);
			assertThat(context.getBean(JsonTypeFactory.class)).isSameAs(own.json);
		});
	}

	@Test
	void whenThereAreTwoContextsThenEachHasAnEndpointOfItsOwn() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent).run((child) -> {
			assertThat(child.getBean(RequestReplyEndpoint.class))
				.isNotSameAs(parent.getBean(RequestReplyEndpoint.class));
			assertThat(child.getBean(AdmissionControl.class)).isNotSameAs(parent.getBean(AdmissionControl.class));
		}));
	}

	@Test
	void whenThereIsAMeterRegistryThenInvocationsAreTimed() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(InvocationMetrics.class));
	}

	@Test
	void whenThereIsNoMeterRegistryThenInvocationsAreNotTimed() {
		this.webContextRunner.run((context) -> assertThat(context).doesNotHaveBean(InvocationMetrics.class));
		this.webContextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("statefunInvocationMetrics"));
	}

	@Test
	void whenJacksonIsAbsentThenThereIsNoJson() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("statefunJsonTypeFactory"));
	}

	@Test
	void whenADeclarationIsImpossibleThenTheStartupFails() {
		this.contextRunner.withBean(Broken.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("InvalidFunctionException: The method take(StringBuilder)"));
	}

	@Test
	void whenADeclarationIsImpossibleThenTheFailureIsAnalyzed(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new SpringApplicationBuilder(BrokenApplication.class).properties("server.port=0").run());
		assertThat(output).contains("APPLICATION FAILED TO START", "Description:",
				"The method take(StringBuilder) of bean", "java.lang.StringBuilder has no StateFun type.", "Action:",
				"Put the value of a message into a record annotated with @StatefunType(\"namespace/name\")");
	}

	@Test
	void whenBeansAreLazyThenBrokenDeclarationsStillEndTheStartup() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new SpringApplicationBuilder(BrokenApplication.class)
				.properties("server.port=0", "spring.main.lazy-initialization=true")
				.run())
			.withStackTraceContaining("InvalidFunctionException: The method take(StringBuilder)");
	}

	@Test
	void whenNothingIsConfiguredThenPropertiesHaveTheirDefaults() {
		StatefunProperties properties = bind(Map.of());
		assertThat(properties).usingRecursiveComparison()
			.isEqualTo(new StatefunProperties(true, "/statefun", null, List.of(), StatefunProperties.Protocol.AUTO,
					DataSize.ofMegabytes(64), null, 1024, null, Duration.ofMinutes(2), new StatefunProperties.Transfer(
							Duration.ofMinutes(2), Duration.ofSeconds(10), DataSize.ofKilobytes(1)),
					StateAccess.NONE));
		assertThat(properties.getTransfer().limits()).isEqualTo(TransferLimits.DEFAULT);
	}

	@Test
	void whenLimitsOfTransfersAreConfiguredThenTheEndpointHasThem() {
		this.contextRunner
			.withPropertyValues("statefun.transfer.timeout=5m", "statefun.transfer.grace-period=3s",
					"statefun.transfer.min-rate=10KB")
			.run((context) -> assertThat(context.getBean(RequestReplyEndpoint.class).transferLimits())
				.isEqualTo(new TransferLimits(Duration.ofMinutes(5), Duration.ofSeconds(3), DataSize.ofKilobytes(10))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeout=0", "timeout=-1s", "grace-period=0", "min-rate=-1B" })
	void whenALimitOfTransfersIsUnusableThenTheErrorSaysWhatIsDemanded(String property) {
		this.contextRunner.withPropertyValues("statefun.transfer." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("statefun.transfer." + property.substring(0, property.indexOf('='))));
	}

	@ParameterizedTest
	@CsvSource({ "10,10", "10KB,10240", "1MB,1048576" })
	void whenTheMaximumSizeHasAUnitThenItCounts(String value, long bytes) {
		assertThat(bind(Map.of("statefun.max-request-size", value)).getMaxRequestSize())
			.isEqualTo(DataSize.ofBytes(bytes));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "statefun", "/{name}", "/a b", "/**" })
	void whenThePathIsUnusableThenTheErrorSaysWhatIsDemanded(String path) {
		this.contextRunner.withPropertyValues("statefun.path=" + path)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("statefun.path"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-concurrent-requests=0", "max-concurrent-requests=-1",
			"max-concurrent-requests=1000000", "max-bytes-in-flight=63MB", "max-bytes-in-flight=16TB" })
	void whenABoundIsUnusableThenTheErrorSaysWhatIsDemanded(String property) {
		this.contextRunner.withPropertyValues("statefun." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("statefun." + property.substring(0, property.indexOf('='))));
	}

	@Test
	void whenNoBoundOfBytesIsConfiguredThenARequestOfTheMaximumSizeHasRoom() {
		this.contextRunner.withPropertyValues("statefun.max-request-size=2047MB")
			.run((context) -> assertThat(
					context.getBean(AdmissionControl.class).admit(DataSize.ofMegabytes(2047).toBytes()).refusal())
				.isNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1s" })
	void whenTheTimeoutIsUnusableThenTheErrorSaysWhatIsDemanded(String timeout) {
		this.contextRunner.withPropertyValues("statefun.async-timeout=" + timeout)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("statefun.async-timeout"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1B", "2GB" })
	void whenTheMaximumSizeIsUnusableThenTheErrorSaysWhatIsDemanded(String size) {
		this.contextRunner.withPropertyValues("statefun.max-request-size=" + size)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("statefun.max-request-size"));
	}

	@ParameterizedTest
	@CsvSource({ "statefun.max-response-size=1KB,1024", "statefun.module.transport.max-payload-size=64MB,67108864",
			"statefun.module.transport.type=okhttp,9223372036854775807", "statefun.path=/functions," })
	void whenTheSizeOfAnswersIsToldThenItCounts(String property, @Nullable Long bytes) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(
					AnswerSize.max(context.getBean(StatefunProperties.class), context.getEnvironment()))
				.isEqualTo(bytes));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1B" })
	void whenTheSizeOfAnswersIsUnusableThenTheErrorSaysWhatIsDemanded(String size) {
		this.contextRunner.withPropertyValues("statefun.max-response-size=" + size)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("statefun.max-response-size"));
	}

	private static StatefunProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("statefun",
				StatefunProperties.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Functions {

		@Bean
		@StatefunFunction("demo/lambda")
		StatefulFunction lambda() {
			return (context, message) -> {
			};
		}

		@StatefunFunction("demo/method")
		void method(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

		private final FunctionRegistry functions = new FunctionRegistry(List.of());

		private final RequestReplyProtocol protocol = RequestReplyProtocol.detecting();

		private final RequestReplyHandler handler = RequestReplyHandler.builder(this.functions)
			.types(this.types)
			.build();

		private final JsonTypeFactory json = new JsonTypeFactory(new JsonMapper());

		@Bean
		TypeRegistry types() {
			return this.types;
		}

		@Bean
		FunctionRegistry functions() {
			return this.functions;
		}

		@Bean
		RequestReplyProtocol protocol() {
			return this.protocol;
		}

		@Bean
		RequestReplyHandler handler() {
			return this.handler;
		}

		@Bean
		JsonTypeFactory json() {
			return this.json;
		}

	}

	@StatefunFunction("demo/broken")
	static class Broken {

		@StatefunHandler
		void take(StringBuilder text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Broken.class)
	static class BrokenApplication {

	}

	static class Placeholders {

		@StatefunFunction("${ns}/placeholders")
		void take(Placeholder value, @State("${ns}-count") StateValue<Integer> count) {
		}

	}

	@StatefunType("${ns}/Placeholder")
	record Placeholder(int count) {

	}

	static class SlashFunction {

		@StatefunFunction("example/counter/x")
		void take(String text) {
		}

	}

}
