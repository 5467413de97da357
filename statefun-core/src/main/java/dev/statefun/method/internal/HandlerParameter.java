package dev.statefun.method.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.SynthesizingMethodParameter;

/**
 * A parameter of a handler, with the annotations that it inherits: those of the same
 * parameter of each method that the handler overrides or implements. Its own annotations
 * win. Spring's own lookup leaves out methods of parents that are not public, and
 * interfaces that only a subclass implements.
 */
final class HandlerParameter extends SynthesizingMethodParameter {

	private final Annotation[] annotations;

	private HandlerParameter(Method method, int index, Annotation[] annotations) {
		super(method, index);
		this.annotations = annotations;
	}

	private HandlerParameter(HandlerParameter original) {
		super(original);
		this.annotations = original.annotations;
	}

	/**
	 * Find the parameters of a method.
	 * @param bean the bean, whose class resolves type variables
	 */
	static List<HandlerParameter> of(FunctionBean bean, Method method) {
		List<Method> overridden = overridden(bean, method);
		List<HandlerParameter> parameters = new ArrayList<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			HandlerParameter parameter = new HandlerParameter(method, i, annotations(method, overridden, i));
			parameters.add((HandlerParameter) parameter.withContainingClass(bean.type()));
		}
		return parameters;
	}

	private static Annotation[] annotations(Method method, List<Method> overridden, int index) {
		Map<Class<?>, Annotation> annotations = new LinkedHashMap<>();
		for (Annotation annotation : method.getParameterAnnotations()[index]) {
			annotations.put(annotation.annotationType(), annotation);
		}
		for (Method candidate : overridden) {
			for (Annotation annotation : candidate.getParameterAnnotations()[index]) {
				annotations.putIfAbsent(annotation.annotationType(), annotation);
			}
		}
		return annotations.values().toArray(Annotation[]::new);
	}

	private static List<Method> overridden(FunctionBean bean, Method method) {
		List<Method> overridden = new ArrayList<>();
		for (Class<?> type : bean.types()) {
			for (Method candidate : type.getDeclaredMethods()) {
				if (!candidate.equals(method) && isOverridden(bean, candidate, method)) {
					overridden.add(candidate);
				}
			}
		}
		return overridden;
	}

	private static boolean isOverridden(FunctionBean bean, Method candidate, Method method) {
		if (candidate.isBridge() || Modifier.isPrivate(candidate.getModifiers())
				|| !candidate.getName().equals(method.getName())
				|| candidate.getParameterCount() != method.getParameterCount()) {
			return false;
		}
		for (int i = 0; i < method.getParameterCount(); i++) {
			if (parameterClass(bean, candidate, i) != parameterClass(bean, method, i)) {
				return false;
			}
		}
		return true;
	}

	private static Class<?> parameterClass(FunctionBean bean, Method method, int index) {
		return ResolvableType.forMethodParameter(method, index, bean.type()).toClass();
	}

	@Override
	public Annotation[] getParameterAnnotations() {
		return this.annotations;
	}

	@Override
	public HandlerParameter clone() {
		return new HandlerParameter(this);
	}

}
