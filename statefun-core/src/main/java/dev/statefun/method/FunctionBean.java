package dev.statefun.method;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import dev.statefun.dispatch.InvalidFunctionException;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;

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
			Method invocable = AopUtils.selectInvocableMethod(method, instance().getClass());
			if (AopUtils.isCglibProxy(instance()) && Modifier.isFinal(invocable.getModifiers())
					&& invocable.getDeclaringClass() != instance().getClass()) {
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
