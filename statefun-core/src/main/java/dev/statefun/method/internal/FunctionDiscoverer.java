package dev.statefun.method.internal;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import dev.statefun.AsyncStatefulFunction;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistrar;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.dispatch.internal.DependentRegistrar;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * Finds the functions that beans declare: classes and methods annotated with
 * {@link StatefunFunction}, beans of type {@link StatefulFunction} or
 * {@link AsyncStatefulFunction}, and what {@link FunctionRegistrar}s contribute.
 */
public final class FunctionDiscoverer {

	private static final String TYPE_NAME = "Write @StatefunFunction(\"namespace/name\"), for example @StatefunFunction(\"demo/greeter\").";

	private final ConfigurableListableBeanFactory beanFactory;

	private final HandlerMethodFactory handlers;

	private final StringValueResolver placeholders;

	/**
	 * Create a discoverer.
	 * @param beanFactory has the beans
	 * @param support what their methods may make use of
	 */
	public FunctionDiscoverer(ConfigurableListableBeanFactory beanFactory, FunctionSupport support) {
		this.beanFactory = beanFactory;
		this.handlers = new HandlerMethodFactory(support);
		this.placeholders = support.placeholders();
	}

	/**
	 * Look through the beans. To be called when all singletons exist, since only then the
	 * classes of all beans are known. Lazy beans are not created, unless they are
	 * functions as a whole, which alone know their states. Leaves out
	 * {@link #discoverDependent(Collection) registrars that depend} on the result.
	 * @return the functions, in the order of their beans, then of their type names
	 * @throws InvalidFunctionException if a bean declares what cannot be a function
	 */
	public List<FunctionDefinition> discover() {
		List<FunctionDefinition> definitions = new ArrayList<>(discoverBeans((name) -> true));
		this.beanFactory.getBeanProvider(FunctionRegistrar.class)
			.orderedStream()
			.filter((registrar) -> !(registrar instanceof DependentRegistrar))
			.forEach((registrar) -> definitions.addAll(registrar.functions()));
		return definitions;
	}

	/**
	 * Ask the registrars that want to know the other functions.
	 * @param others the other functions
	 * @return their functions
	 */
	public List<FunctionDefinition> discoverDependent(Collection<FunctionDefinition> others) {
		return this.beanFactory.getBeanProvider(DependentRegistrar.class)
			.orderedStream()
			.flatMap((registrar) -> registrar.functions(others).stream())
			.toList();
	}

	/**
	 * Look through some of the beans, and not at registrars.
	 * @param names chooses beans by their names
	 * @return the functions
	 * @throws InvalidFunctionException if a bean declares what cannot be a function
	 */
	public List<FunctionDefinition> discoverBeans(Predicate<String> names) {
		List<FunctionDefinition> definitions = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(Object.class, true, false)) {
			boolean skipped = ScopedProxyUtils.isScopedTarget(name) || !names.test(name);
			Class<?> type = skipped ? null : targetClass(name);
			if (type != null) {
				FunctionBean bean = new FunctionBean(name, type, this.beanFactory);
				List<FunctionDefinition> found = discover(bean);
				if (!found.isEmpty()) {
					link(bean, found);
				}
				definitions.addAll(found);
			}
		}
		return definitions;
	}

	/** Find the class behind proxies, if it is known before the bean is created. */
	private @Nullable Class<?> targetClass(String name) {
		Object singleton = this.beanFactory.containsSingleton(name) ? this.beanFactory.getSingleton(name) : null;
		if (singleton != null && !(singleton instanceof FactoryBean) && !(singleton instanceof ScopedObject)) {
			return ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(singleton));
		}
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
		if (type != null && ScopedObject.class.isAssignableFrom(type)) {
			type = AutoProxyUtils.determineTargetClass(this.beanFactory, ScopedProxyUtils.getTargetBeanName(name));
		}
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	/** Find the annotation. The one of the class wins, since a proxy may hide it. */
	private @Nullable StatefunFunction annotation(FunctionBean bean) {
		StatefunFunction annotation = AnnotatedElementUtils.findMergedAnnotation(bean.type(), StatefunFunction.class);
		return (annotation != null) ? annotation
				: this.beanFactory.findAnnotationOnBean(bean.name(), StatefunFunction.class, false);
	}

	private List<FunctionDefinition> discover(FunctionBean bean) {
		List<FunctionDefinition> definitions = new ArrayList<>();
		StatefunFunction annotation = annotation(bean);
		List<Method> handlerMethods = bean.methods(StatefunHandler.class);
		boolean isFunction = isFunction(bean.type());
		if (annotation != null) {
			TypeName typeName = typeName(annotation, bean.source());
			FunctionDefinition definition = isFunction ? bareFunction(bean, typeName, handlerMethods)
					: handlers(bean, typeName, handlerMethods);
			definitions.add(definition.withTimeout(timeout(annotation, bean.source())));
		}
		else if (isFunction || !handlerMethods.isEmpty()) {
			throw InvalidFunctionException.of(
					"The %s is a function without a type name: it %s, but is not annotated with @StatefunFunction."
						.formatted(bean.source(),
								isFunction ? "is a StatefulFunction or AsyncStatefulFunction"
										: "has @StatefunHandler methods"),
					TYPE_NAME + " It goes on the class or, if a @Bean method makes the bean, on that method.");
		}
		for (Method method : bean.methods(StatefunFunction.class)) {
			if (!AnnotatedElementUtils.hasAnnotation(method, Bean.class)) {
				definitions.add(singleMethod(bean, method));
			}
		}
		if (!definitions.isEmpty() && (annotation == null || isFunction) && !StateSpecs.fieldsOf(bean).isEmpty()) {
			throw InvalidFunctionException.of(
					"The %s has @State fields, which belong to none of its functions.".formatted(bean.source()),
					"Return them from states(), or take states as @State parameters.");
		}
		return definitions;
	}

	private FunctionDefinition bareFunction(FunctionBean bean, TypeName typeName, List<Method> handlerMethods) {
		if (!handlerMethods.isEmpty()) {
			throw InvalidFunctionException
				.of("The %s is a StatefulFunction or AsyncStatefulFunction and has @StatefunHandler methods, which would never be called."
					.formatted(bean.source()), "Do one or the other.");
		}
		requireSingleton(bean);
		Object function = bean.instance();
		for (Class<?> declaring : List.of(StatefulFunction.class, AsyncStatefulFunction.class)) {
			if (declaring.isInstance(function)) {
				bean.requireCallable(declaring);
			}
		}
		return ((function instanceof AsyncStatefulFunction async)
				? FunctionDefinition.ofAsync(typeName.toString(), async)
				: FunctionDefinition.of(typeName.toString(), (StatefulFunction) function))
			.withSource(bean.source());
	}

	private static boolean isFunction(Class<?> type) {
		return StatefulFunction.class.isAssignableFrom(type) || AsyncStatefulFunction.class.isAssignableFrom(type);
	}

	private FunctionDefinition handlers(FunctionBean bean, TypeName typeName, List<Method> methods) {
		if (methods.isEmpty()) {
			throw InvalidFunctionException.of(
					"The function %s (%s) handles no messages: it has no @StatefunHandler method.".formatted(typeName,
							bean.source()),
					"Annotate the methods that handle messages with @StatefunHandler, or implement StatefulFunction.");
		}
		return definition(typeName, bean.source(), bean, methods, StateSpecs.fieldsOf(bean));
	}

	private FunctionDefinition singleMethod(FunctionBean bean, Method method) {
		StatefunFunction annotation = AnnotatedElementUtils.findMergedAnnotation(method, StatefunFunction.class);
		if (annotation == null || AnnotatedElementUtils.hasAnnotation(method, StatefunHandler.class)) {
			throw InvalidFunctionException.of(
					"The %s is annotated with both @StatefunFunction and @StatefunHandler."
						.formatted(bean.source(method)),
					"@StatefunFunction makes it a function of its own, @StatefunHandler a handler of the function that its class is: choose one.");
		}
		String source = bean.source(method);
		return definition(typeName(annotation, source), source, bean, List.of(method), List.of())
			.withTimeout(timeout(annotation, source));
	}

	private FunctionDefinition definition(TypeName typeName, String source, FunctionBean bean, List<Method> methods,
			List<ValueSpec<?>> states) {
		List<HandlerMethod> handlerMethods = new ArrayList<>();
		methods.forEach((method) -> handlerMethods.add(this.handlers.create(bean, method)));
		HandlerMethodsFunction function = new HandlerMethodsFunction(typeName, handlerMethods, states);
		return new FunctionDefinition(typeName, function, function.states(), function.messageTypes(), source);
	}

	private void requireSingleton(FunctionBean bean) {
		if (!this.beanFactory.isSingleton(bean.name())) {
			throw InvalidFunctionException.of(
					"The %s declares functions, but is not a singleton.".formatted(bean.source()),
					"One object serves all instances of a function, whose state is kept by the engine: give the bean the singleton scope.");
		}
	}

	/**
	 * Make sure now that the methods can be called, unless the bean is to be created
	 * later.
	 */
	private void link(FunctionBean bean, List<FunctionDefinition> definitions) {
		requireSingleton(bean);
		if (this.beanFactory.containsSingleton(bean.name())) {
			for (FunctionDefinition definition : definitions) {
				if (definition.function() instanceof HandlerMethodsFunction function) {
					function.link();
				}
			}
		}
	}

	private TypeName typeName(StatefunFunction annotation, String source) {
		try {
			return TypeName.parse(String.valueOf(this.placeholders.resolveStringValue(annotation.value())));
		}
		catch (IllegalArgumentException ex) {
			throw InvalidFunctionException.of(
					"The %s has a malformed type name in its @StatefunFunction: %s.".formatted(source, ex.getMessage()),
					TYPE_NAME, ex);
		}
	}

	private @Nullable Duration timeout(StatefunFunction annotation, String source) {
		String text = this.placeholders.resolveStringValue(annotation.timeout());
		if (!StringUtils.hasText(text)) {
			return null;
		}
		try {
			return DurationFormatterUtils.detectAndParse(text);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw InvalidFunctionException
				.of("The %s has a timeout in its @StatefunFunction that is not a duration: '%s'.".formatted(source,
						text), "Write a number and a unit, for example 5s.", ex);
		}
	}

}
