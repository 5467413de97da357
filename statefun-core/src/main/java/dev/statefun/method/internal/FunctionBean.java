package dev.statefun.method.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
	 */
	Method invocable(Method method) {
		try {
			Object instance = instance();
			Method invocable = AopUtils.selectInvocableMethod(method, instance.getClass());
			if (AopUtils.isCglibProxy(instance) && Modifier.isFinal(invocable.getModifiers())
					&& invocable.getDeclaringClass() != instance.getClass()) {
				throw new IllegalStateException("a final method runs on the proxy itself.");
			}
			return invocable;
		}
		catch (IllegalStateException ex) {
			throw InvalidFunctionException.of(
					"The %s cannot be called, since the bean is a proxy: %s".formatted(source(method), ex.getMessage()),
					"Have the class itself proxied (spring.aop.proxy-target-class=true) and the method neither private"
							+ " nor final, or declare the method in an interface of the bean.",
					ex);
		}
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
