package dev.statefun.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Keeps what functions need of reflection: their handler methods, the classes of payloads
 * and states, and the fields that declare states.
 */
final class FunctionBeanRegistrationAotProcessor implements BeanRegistrationAotProcessor {

	private static final Set<Class<?>> NOT_PAYLOADS = Set.of(Context.class, Message.class, Address.class,
			Optional.class);

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Class<?> type = ClassUtils.getUserClass(registeredBean.getBeanClass());
		List<Method> methods = new ArrayList<>(methods(type, StatefunHandler.class));
		methods.addAll(methods(type, StatefunFunction.class));
		return methods.isEmpty() ? null
				: (context, code) -> register(context.getRuntimeHints().reflection(), type, methods);
	}

	private static List<Method> methods(Class<?> type, Class<? extends Annotation> annotationType) {
		return AnnotationUtils.isCandidateClass(type, annotationType) ? List.copyOf(MethodIntrospector
			.selectMethods(type, (Method method) -> AnnotatedElementUtils.hasAnnotation(method, annotationType)))
				: List.of();
	}

	private static void register(ReflectionHints hints, Class<?> type, List<Method> methods) {
		for (Method method : methods) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			for (int i = 0; i < method.getParameterCount(); i++) {
				register(hints, method.getParameters()[i], ResolvableType.forMethodParameter(method, i, type));
			}
		}
		ReflectionUtils.doWithFields(type, (field) -> {
			hints.registerField(field);
			registerValue(hints, ResolvableType.forField(field, type).as(ValueSpec.class).getGeneric(0));
		}, (Field field) -> field.isAnnotationPresent(State.class));
	}

	private static void register(ReflectionHints hints, Parameter parameter, ResolvableType type) {
		if (parameter.isAnnotationPresent(State.class)) {
			registerValue(hints, type.as(StateValue.class).getGeneric(0));
		}
		else if (!NOT_PAYLOADS.contains(type.toClass())) {
			registerValue(hints, type);
		}
	}

	private static void registerValue(ReflectionHints hints, ResolvableType value) {
		Class<?> valueClass = value.toClass();
		if (com.google.protobuf.Message.class.isAssignableFrom(valueClass)) {
			hints.registerType(valueClass, MemberCategory.INVOKE_PUBLIC_METHODS);
			return;
		}
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints, value.getType());
		if (valueClass.isSealed()) {
			for (Class<?> permitted : valueClass.getPermittedSubclasses()) {
				registerValue(hints, ResolvableType.forClass(permitted));
			}
		}
	}

}
