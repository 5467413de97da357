package dev.statefun.method.internal;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ReflectionUtils;

/**
 * Tells whether a method can be called through the proxy of its bean.
 */
final class ProxyCheck {

	/** Spring's, Spring Retry's, Resilience4j's and MicroProfile's. */
	private static final List<String> RETRYING = List.of("org.springframework.resilience.annotation.Retryable",
			"org.springframework.retry.annotation.Retryable", "io.github.resilience4j.retry.annotation.Retry",
			"org.eclipse.microprofile.faulttolerance.Retry");

	private ProxyCheck() {
	}

	/**
	 * Make sure that a call of a method reaches the bean. Otherwise the method would run
	 * on the proxy itself, whose fields are {@code null}.
	 * @throws IllegalStateException if the proxy does not intercept the method, with the
	 * reason
	 */
	static void requireIntercepted(Object bean, Method method) {
		Class<?> proxy = bean.getClass();
		if (!AopUtils.isCglibProxy(bean) || method.getDeclaringClass() == proxy) {
			return;
		}
		if (Modifier.isFinal(method.getModifiers())) {
			throw new IllegalStateException("a final method runs on the proxy itself.");
		}
		if (!isVisible(method, proxy)) {
			throw new IllegalStateException("a method that is neither public nor protected runs on the proxy itself"
					+ " if the class inherits it from another package.");
		}
		// The class of a proxy overrides each method that it intercepts
		Method called = ReflectionUtils.findMethod(proxy, method.getName(), method.getParameterTypes());
		if (called != null && called.getDeclaringClass() != proxy) {
			throw new IllegalStateException("the proxy does not intercept the method.");
		}
	}

	private static boolean isVisible(Method method, Class<?> proxy) {
		Class<?> declaring = method.getDeclaringClass();
		return (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
				|| (declaring.getPackageName().equals(proxy.getPackageName())
						&& declaring.getClassLoader() == proxy.getClassLoader());
	}

	/**
	 * Tell whether a method is annotated to return before it is done. The annotation can
	 * be on the method, on its class, or on what these override.
	 */
	static boolean isAsync(Class<?> type, Method method) {
		return isLost(method) && (AnnotatedElementUtils.hasAnnotation(method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(type, Async.class));
	}

	/**
	 * Tell whether a proxy of the bean returns from a method before that is done. It can
	 * do so because of an annotation other than {@link Async}.
	 */
	static boolean isAsync(Object bean, Method method) {
		if (!isLost(method)) {
			return false;
		}
		for (Object proxy = bean; proxy instanceof Advised advised; proxy = AopProxyUtils.getSingletonTarget(proxy)) {
			for (Object interceptor : DefaultAdvisorChainFactory.INSTANCE
				.getInterceptorsAndDynamicInterceptionAdvice(advised, method, advised.getTargetClass())) {
				if (interceptor instanceof AsyncExecutionInterceptor) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Find the annotation that has a method called again after a failure. It can be on
	 * the method, on its class, or on what these override.
	 * @return its name, or {@code null} if there is none
	 */
	static @Nullable String retrying(Class<?> type, Method method) {
		for (AnnotatedElement element : List.of(method, type)) {
			MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
			for (String annotation : RETRYING) {
				if (annotations.isPresent(annotation)) {
					return annotation;
				}
			}
		}
		return null;
	}

	/** Spring returns the result of an asynchronous method only as this class. */
	private static boolean isLost(Method method) {
		return !CompletableFuture.class.isAssignableFrom(method.getReturnType());
	}

}
