package dev.statefun.method;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.UnknownTypeException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.util.ClassUtils;

/**
 * Makes handlers of methods, by their signatures.
 */
final class HandlerMethodFactory {

	private static final String SIGNATURE = "A handler returns nothing and takes one payload (of a type that messages"
			+ " can have, or a Message) and, in any order, a Context and StateValue parameters annotated with @State.";

	private final TypeRegistry types;

	HandlerMethodFactory(TypeRegistry types) {
		this.types = types;
	}

	HandlerMethod create(FunctionBean bean, Method method) {
		if (method.getReturnType() != void.class) {
			throw invalid(bean, method,
					"it returns a %s, which would be lost".formatted(method.getReturnType().getSimpleName()));
		}
		Signature signature = new Signature(bean, method);
		for (int i = 0; i < method.getParameterCount(); i++) {
			signature.add(new SynthesizingMethodParameter(method, i).withContainingClass(bean.type()));
		}
		if (!signature.hasPayload) {
			throw invalid(bean, method, "it has no parameter for the payload");
		}
		return new HandlerMethod(bean, method, signature.messageType, signature.states, signature.arguments);
	}

	private static InvalidFunctionException invalid(FunctionBean bean, Method method, String problem) {
		return InvalidFunctionException.of("The %s cannot be a handler: %s.".formatted(bean.source(method), problem),
				SIGNATURE);
	}

	/** What the parameters seen so far tell. */
	private final class Signature {

		private final FunctionBean bean;

		private final Method method;

		private final List<HandlerArgument> arguments = new ArrayList<>();

		private final List<ValueSpec<?>> states = new ArrayList<>();

		private boolean hasPayload;

		private @Nullable String messageType;

		Signature(FunctionBean bean, Method method) {
			this.bean = bean;
			this.method = method;
		}

		void add(MethodParameter parameter) {
			State state = parameter.getParameterAnnotation(State.class);
			if (state != null) {
				this.arguments.add(state(parameter, state.value()));
			}
			else if (parameter.getParameterType() == Context.class) {
				this.arguments.add((context, message) -> context);
			}
			else if (parameter.getParameterType() == StateValue.class) {
				throw invalid(this.bean, this.method,
						"its parameter %d is a StateValue without @State".formatted(parameter.getParameterIndex() + 1));
			}
			else if (this.hasPayload) {
				throw invalid(this.bean, this.method, "it has more than one parameter for the payload");
			}
			else {
				this.arguments.add(payload(parameter));
				this.hasPayload = true;
			}
		}

		private HandlerArgument state(MethodParameter parameter, String name) {
			if (parameter.getParameterType() != StateValue.class) {
				throw invalid(this.bean, this.method, "its @State parameter '%s' is not a StateValue, but a %s"
					.formatted(name, parameter.getParameterType().getSimpleName()));
			}
			Class<?> valueClass = ResolvableType.forMethodParameter(parameter).getGeneric(0).resolve();
			if (valueClass == null) {
				throw invalid(this.bean, this.method,
						"its @State parameter '%s' does not say the type of the value, as in StateValue<Integer>"
							.formatted(name));
			}
			if (name.isEmpty()) {
				throw invalid(this.bean, this.method, "it has a @State parameter without a name");
			}
			ValueSpec<?> spec = ValueSpec.of(name, type(valueClass));
			this.states.add(spec);
			return (context, message) -> context.state(spec);
		}

		private HandlerArgument payload(MethodParameter parameter) {
			Class<?> payloadClass = ClassUtils.resolvePrimitiveIfNecessary(parameter.getParameterType());
			if (payloadClass == Message.class) {
				return (context, message) -> message;
			}
			Type<?> type = type(payloadClass);
			this.messageType = type.typeName();
			return (context, message) -> message.as(type);
		}

		private Type<?> type(Class<?> javaType) {
			try {
				return HandlerMethodFactory.this.types.typeOf(javaType);
			}
			catch (UnknownTypeException ex) {
				throw InvalidFunctionException.of(
						"The %s cannot be a handler: %s.".formatted(this.bean.source(this.method), ex.problem()),
						ex.remedy() + ".", ex);
			}
		}

	}

}
