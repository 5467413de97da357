package dev.statefun.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.statefun.autoconfigure.error.ErrorHandlingConfiguration;
import dev.statefun.autoconfigure.task.internal.ApplicationExecutor;
import dev.statefun.autoconfigure.internal.EngineLifecycle;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.dispatch.InvocationRecorder;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.RequestMeters;
import dev.statefun.http.RequestRecorder;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.method.HandlerArgumentResolver;
import dev.statefun.method.internal.FunctionDiscoverer;
import dev.statefun.method.internal.FunctionSupport;
import dev.statefun.observation.InvocationMetrics;
import dev.statefun.observation.internal.FailureMetrics;
import dev.statefun.observation.internal.HandlerMetrics;
import dev.statefun.observation.internal.ServedTypes;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.JsonTypeFactory;
import dev.statefun.type.Type;
import dev.statefun.type.TypeFactory;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.UnknownTypeException;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.SmartValidator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of stateful functions: finds those
 * that beans declare, and has requests of the engine handled by them. Only here
 * {@code statefun.enabled} is looked at. All other auto-configurations come after this
 * one, and are conditional on the bean {@link StatefunProperties}, which it defines.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "statefun.enabled", matchIfMissing = true)
@EnableConfigurationProperties(StatefunProperties.class)
@Import(ErrorHandlingConfiguration.class)
@ImportRuntimeHints({ EndpointSecretHints.class, KnownProperties.Hints.class })
public final class StatefunAutoConfiguration {

	private static final Set<String> WEB_VALIDATORS = Set.of("mvcValidator", "webFluxValidator");

	/** The beans through which functions are called, or that do without an engine. */
	private static final Set<String> CALLERS = Set.of("statefunHandlerMapping", "statefunServerLifecycle",
			"statefunModuleCommand", "statefunTestRuntime");

	StatefunAutoConfiguration() {
	}

	/** Does not back off: a property that is ignored is never what was meant. */
	@Bean(PropertiesCheck.BEAN_NAME)
	static PropertiesCheck statefunPropertiesCheck(ConfigurableEnvironment environment) {
		return new PropertiesCheck(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	TypeRegistry statefunTypeRegistry(ObjectProvider<Type<?>> types, ObjectProvider<TypeFactory> factories) {
		return new TypeRegistry(types.orderedStream().toList(), factories.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	RequestReplyProtocol statefunProtocol(StatefunProperties properties) {
		return properties.getProtocol().create();
	}

	/** Lazy, since it looks at all other beans. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	FunctionRegistry statefunFunctionRegistry(ConfigurableApplicationContext context, TypeRegistry types,
			ObjectProvider<Type<?>> ownTypes, ObjectProvider<HandlerArgumentResolver> argumentResolvers,
			ObjectProvider<SmartValidator> validator) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Set<Class<?>> knownClasses = StatefunTypeScanner.scan(beanFactory);
		ownTypes.forEach((type) -> knownClasses.add(type.javaType()));
		FunctionSupport support = new FunctionSupport(types, knownClasses, argumentResolvers.orderedStream().toList(),
				validatorOfMessages(validator, beanFactory), beanFactory::resolveEmbeddedValue);
		FunctionDiscoverer discoverer = new FunctionDiscoverer(beanFactory, support);
		List<FunctionDefinition> functions = new ArrayList<>(discoverer.discover());
		functions.addAll(inherited(beanFactory, support));
		functions.addAll(discoverer.discoverDependent(List.copyOf(functions)));
		return new FunctionRegistry(functions);
	}

	/** The functions of parent contexts, unless such a context serves them itself. */
	private static List<FunctionDefinition> inherited(ConfigurableListableBeanFactory beanFactory,
			FunctionSupport support) {
		List<FunctionDefinition> functions = new ArrayList<>();
		BeanFactory ancestor = beanFactory.getParentBeanFactory();
		while (ancestor instanceof ConfigurableListableBeanFactory beans) {
			if (CALLERS.stream().noneMatch(beans::containsLocalBean)) {
				functions.addAll(new FunctionDiscoverer(beans, support)
					.discoverBeans((name) -> !beanFactory.containsLocalBean(name)));
			}
			ancestor = beans.getParentBeanFactory();
		}
		return functions;
	}

	/**
	 * Spring's web frameworks add a validator, which validates web requests only. So an
	 * application need not mark its only one as primary.
	 */
	private static @Nullable SmartValidator validatorOfMessages(ObjectProvider<SmartValidator> validator,
			ConfigurableListableBeanFactory beanFactory) {
		SmartValidator unique = validator.getIfUnique();
		if (unique != null) {
			return unique;
		}
		List<String> names = Stream
			.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, SmartValidator.class))
			.filter((name) -> !WEB_VALIDATORS.contains(name))
			.toList();
		return (names.size() == 1) ? beanFactory.getBean(names.get(0), SmartValidator.class) : null;
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	RequestReplyHandler statefunRequestReplyHandler(FunctionRegistry functions, TypeRegistry types,
			RequestReplyProtocol protocol, ObjectProvider<BatchInterceptor> batchInterceptors,
			ObjectProvider<InvocationInterceptor> interceptors, ObjectProvider<InvocationRecorder> recorder,
			ErrorHandling errors, ApplicationExecutor executor, StatefunProperties properties,
			Environment environment) {
		RequestReplyHandler.Builder builder = RequestReplyHandler.builder(functions)
			.types(types)
			.protocol(protocol)
			.batchInterceptors(batchInterceptors.orderedStream().toList())
			.interceptors(interceptors.orderedStream().toList())
			.recorder(recorder.getIfAvailable())
			.executor(executor.executor())
			.errors(errors)
			.stateAccess(properties.getStateAccess());
		Long maxSize = AnswerSize.max(properties, environment);
		return ((maxSize != null) ? builder.maxResponseSize(maxSize) : builder).build();
	}

	/**
	 * Lazy, since only asynchronous functions need it. Does not back off: an application
	 * with other threads names its executor {@code applicationTaskExecutor}.
	 */
	@Bean
	@Lazy
	ApplicationExecutor statefunApplicationExecutor(
			@Qualifier("applicationTaskExecutor") ObjectProvider<Executor> application,
			ObjectProvider<ThreadPoolTaskExecutorBuilder> platform,
			ObjectProvider<SimpleAsyncTaskExecutorBuilder> virtual, Environment environment) {
		return new ApplicationExecutor(application, platform, virtual, environment);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	AdmissionControl statefunAdmissionControl(StatefunProperties properties) {
		return new AdmissionControl(properties.getMaxConcurrentRequests(), properties.maxBytesInFlightOrDefault());
	}

	/** Does not back off: it is how the application's readiness reaches the endpoint. */
	@Bean
	EndpointTraffic statefunTraffic(AdmissionControl control, ObjectProvider<EngineLifecycle> engines) {
		return new EndpointTraffic(control, engines);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	RequestReplyEndpoint statefunEndpoint(ObjectProvider<RequestReplyHandler> handler, RequestReplyProtocol protocol,
			StatefunProperties properties, AdmissionControl control, ObjectProvider<RequestRecorder> recorder) {
		return RequestReplyEndpoint.builder(handler::getObject, protocol, control)
			.maxRequestSize(properties.getMaxRequestSize())
			.asyncTimeout(properties.getAsyncTimeout())
			.transferLimits(properties.getTransfer().limits())
			.recorder(recorder.getIfAvailable(() -> RequestRecorder.NONE))
			.build();
	}

	/**
	 * Looks for functions once all singletons exist, so that errors stop startup. Does
	 * not back off: without it, errors would show with the first request.
	 */
	@Bean
	SmartInitializingSingleton statefunFunctionInitializer(ObjectProvider<RequestReplyHandler> handler) {
		return handler::getObject;
	}

	/** Does not back off: its logger can be turned off. */
	@Bean
	FunctionReport statefunFunctionReport(ApplicationContext context, StatefunProperties properties,
			ObjectProvider<RequestReplyProtocol> protocol, ObjectProvider<FunctionRegistry> functions) {
		return new FunctionReport(context, properties, protocol::getObject, functions::getObject, reach(context));
	}

	/** An application that replaces one of these beans does so by its name. */
	private static FunctionReport.Reach reach(ApplicationContext context) {
		if (CALLERS.stream().anyMatch(context::containsLocalBean)) {
			return FunctionReport.Reach.SERVED;
		}
		return CALLERS.stream().anyMatch(context::containsBean) ? FunctionReport.Reach.PARENT_ONLY
				: FunctionReport.Reach.NONE;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JsonConfiguration {

		@Bean
		@ConditionalOnMissingBean
		JsonTypeFactory statefunJsonTypeFactory(ObjectProvider<JsonMapper> mappers,
				ConfigurableListableBeanFactory beans) {
			return new JsonTypeFactory(mapper(mappers, beans), new EmbeddedValueResolver(beans));
		}

		private static Supplier<JsonMapper> mapper(ObjectProvider<JsonMapper> mappers, ListableBeanFactory beans) {
			JsonMapper unique = mappers.getIfUnique();
			String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, JsonMapper.class);
			if (unique == null && names.length > 0) {
				return () -> {
					throw ambiguous(names);
				};
			}
			return SingletonSupplier.of((unique != null) ? unique : new JsonMapper());
		}

		private static UnknownTypeException ambiguous(String[] names) {
			return new UnknownTypeException(
					"There are several beans of JsonMapper (%s), and none is primary, so it is open which writes messages"
						.formatted(String.join(", ", names)),
					"Mark one as @Primary, or define a bean of JsonTypeFactory with the mapper for messages");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(InvocationRecorder.class)
		InvocationMetrics statefunInvocationMetrics(MeterRegistry registry) {
			return new InvocationMetrics(registry);
		}

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		FailureMetrics statefunFailureMetrics(MeterRegistry registry, ObjectProvider<FunctionRegistry> functions) {
			return new FailureMetrics(registry, new ServedTypes(SingletonSupplier.of(functions::getObject)));
		}

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		HandlerMetrics statefunHandlerMetrics(MeterRegistry registry, ObjectProvider<RequestReplyHandler> handler) {
			return new HandlerMetrics(registry, SingletonSupplier.of(handler::getObject));
		}

		@Bean
		@ConditionalOnMissingBean(value = RequestRecorder.class, search = SearchStrategy.CURRENT)
		RequestMeters statefunRequestMeters(MeterRegistry registry, ObjectProvider<FunctionRegistry> functions) {
			return new RequestMeters(registry, new ServedTypes(SingletonSupplier.of(functions::getObject)));
		}

	}

}
