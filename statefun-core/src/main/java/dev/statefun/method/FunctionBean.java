package dev.statefun.method;

import java.lang.reflect.Method;

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
			return AopUtils.selectInvocableMethod(method, instance().getClass());
		}
		catch (IllegalStateException ex) {
			throw InvalidFunctionException.of(
					"The %s cannot be called, since the bean is a proxy that does not have it: %s"
						.formatted(source(method), ex.getMessage()),
					"Make the method visible to the proxy: declare it in an interface of the bean, proxy the class"
							+ " itself (spring.aop.proxy-target-class=true), or make a private or final method package-private and not final.",
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
