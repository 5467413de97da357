package dev.statefun.method.internal;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
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
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Keeps what functions need of reflection: their handler methods, the classes of
 * payloads, replies and states, and the fields that declare states.
 */
final class FunctionBeanRegistrationAotProcessor implements BeanRegistrationAotProcessor {

	private static final Set<Class<?>> NOT_PAYLOADS = Set.of(Context.class, Message.class, Address.class,
			Optional.class);

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		FunctionBean bean = new FunctionBean(registeredBean.getBeanName(),
				ClassUtils.getUserClass(registeredBean.getBeanClass()), registeredBean.getBeanFactory());
		List<Method> methods = new ArrayList<>(bean.methods(StatefunHandler.class));
		methods.addAll(bean.methods(StatefunFunction.class));
		return methods.isEmpty() ? null
				: (context, code) -> register(context.getRuntimeHints().reflection(), bean, methods);
	}

	private static void register(ReflectionHints hints, FunctionBean bean, List<Method> methods) {
		for (Method method : methods) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			HandlerParameter.of(bean, method).forEach((parameter) -> register(hints, parameter));
			ResolvableType reply = HandlerResult.replyOf(ResolvableType.forMethodReturnType(method, bean.type()));
			if (reply != null && reply != ResolvableType.NONE) {
				registerValue(hints, reply);
			}
		}
		for (Field field : bean.fields(State.class)) {
			hints.registerField(field);
			registerValue(hints, ResolvableType.forField(field, bean.type()).as(ValueSpec.class).getGeneric(0));
		}
	}

	private static void register(ReflectionHints hints, HandlerParameter parameter) {
		ResolvableType type = ResolvableType.forMethodParameter(parameter);
		if (parameter.hasParameterAnnotation(State.class)) {
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
