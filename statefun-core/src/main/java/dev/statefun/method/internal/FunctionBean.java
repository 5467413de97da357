package dev.statefun.method.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.statefun.annotation.StatefunFunction;
import dev.statefun.dispatch.InvalidFunctionException;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A bean that declares functions.
 *
 * @param name the name of the bean
 * @param type its class, behind proxies
 * @param factory where it is
 */
record FunctionBean(String name, Class<?> type, BeanFactory factory) {

	Object instance() {
		return this.factory.getBean(this.name);
	}

	/**
	 * Find the method to call on the bean, which may be a proxy.
	 * @throws InvalidFunctionException if a call would not reach the bean, or would
	 * return before the method is done
	 */
	Method invocable(Method method) {
		Object instance = instance();
		Method invocable = invocable(method, instance);
		if (ProxyCheck.isAsync(this.type, method) || ProxyCheck.isAsync(instance, method)) {
			throw asynchronous(method);
		}
		requireNoRetries(method);
		return invocable;
	}

	/**
	 * Make sure that only this library repeats a failed message, since it rolls back what
	 * the failed attempt did.
	 * @throws InvalidFunctionException if an annotation has the method repeated
	 */
	void requireNoRetries(Method method) {
		String annotation = ProxyCheck.retrying(this.type, method);
		if (annotation != null) {
			throw InvalidFunctionException.of(
					"The %s is repeated after a failure (@%s): what the failed attempt sent or stored would remain."
						.formatted(source(method), annotation),
					"Remove the annotation, and set 'statefun.errors.rules[0].retry.max-retries' or let a bean of"
							+ " InvocationErrorHandler return ErrorAction.retry(...). These roll back first.");
		}
	}

	private Method invocable(Method method, Object instance) {
		try {
			Method invocable = AopUtils.selectInvocableMethod(method, instance.getClass());
			ProxyCheck.requireIntercepted(instance, invocable);
			return invocable;
		}
		catch (IllegalStateException ex) {
			throw InvalidFunctionException.of(
					"The %s cannot be called, since the bean is a proxy: %s".formatted(source(method), ex.getMessage()),
					"Have the class itself proxied (spring.aop.proxy-target-class=true) and the method neither private"
							+ " nor final, and public or protected if it is inherited; or declare the method in an"
							+ " interface of the bean.",
					ex);
		}
	}

	/**
	 * Make sure that the methods of a function can be called on the bean, as
	 * {@link #invocable(Method)} does for a handler.
	 */
	void requireCallable(Class<?> functionType) {
		for (Method method : functionType.getMethods()) {
			invocable(AopUtils.getMostSpecificMethod(method, this.type));
		}
	}

	/** The engine would take a message for handled that a later failure loses. */
	InvalidFunctionException asynchronous(Method method) {
		return InvalidFunctionException.of(
				"The %s is asynchronous (@Async): it returns before the message is handled, so a failure would lose the message."
					.formatted(source(method)),
				"Remove @Async, or have the method return a CompletableFuture that completes when the message is handled.");
	}

	/**
	 * Find the methods that bear an annotation, in an order that does not depend on the
	 * virtual machine.
	 * @throws InvalidFunctionException if the class is a function and its methods cannot
	 * be read
	 */
	List<Method> methods(Class<? extends Annotation> annotationType) {
		if (!AnnotationUtils.isCandidateClass(this.type, annotationType)) {
			return List.of();
		}
		try {
			return MethodIntrospector
				.selectMethods(this.type,
						(Method method) -> method.isBridge() ? null
								: AnnotatedElementUtils.findMergedAnnotation(method, annotationType))
				.keySet()
				.stream()
				.sorted(Comparator.comparing(Method::toString))
				.toList();
		}
		catch (IllegalStateException | LinkageError ex) {
			if (AnnotatedElementUtils.hasAnnotation(this.type, StatefunFunction.class)) {
				throw InvalidFunctionException.of("The methods of the %s cannot be read: %s.".formatted(source(), ex),
						"Put the classes that they name on the class path.", ex);
			}
			// Some other bean, with methods that name classes that are not there
			return List.of();
		}
	}

	/**
	 * Find the fields of the class, its interfaces and parents that bear an annotation.
	 */
	List<Field> fields(Class<? extends Annotation> annotationType) {
		List<Field> fields = new ArrayList<>();
		for (Class<?> declaring : types()) {
			ReflectionUtils.doWithLocalFields(declaring, (field) -> {
				if (field.isAnnotationPresent(annotationType)) {
					fields.add(field);
				}
			});
		}
		return fields;
	}

	/** The interfaces of the class, the class itself, and its parents. */
	Set<Class<?>> types() {
		Set<Class<?>> types = new LinkedHashSet<>(ClassUtils.getAllInterfacesForClassAsSet(this.type));
		for (Class<?> parent = this.type; parent != null; parent = parent.getSuperclass()) {
			types.add(parent);
		}
		return types;
	}

	String source() {
		return "bean '%s' of %s".formatted(this.name, this.type.getName());
	}

	String source(Method method) {
		StringBuilder parameters = new StringBuilder();
		for (Class<?> parameter : method.getParameterTypes()) {
			parameters.append(parameters.isEmpty() ? "" : ", ").append(parameter.getSimpleName());
		}
		return "method %s(%s) of %s".formatted(method.getName(), parameters, source());
	}

}
