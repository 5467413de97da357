package dev.statefun.method.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.Caller;
import dev.statefun.annotation.State;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.method.HandlerArgumentResolver;
import dev.statefun.type.MissingValueException;
import dev.statefun.type.Type;
import dev.statefun.type.UnknownTypeException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Makes handlers of methods, by their signatures.
 */
final class HandlerMethodFactory {

	private static final String SIGNATURE = "A handler is an instance method that takes one payload (of a type that"
			+ " messages can have, or a Message or bytes) and, in any order, a Context, an Address, a @Caller Address,"
			+ " StateValue parameters annotated with @State, and what HandlerArgumentResolver beans supply."
			+ " It returns nothing, an EgressMessage, or a value for its caller (of a type that messages can have),"
			+ " or a CompletionStage or, with Reactor, a Mono of one of these.";

	private static final boolean CONSTRAINTS_PRESENT = ClassUtils.isPresent("jakarta.validation.Validator",
			HandlerMethodFactory.class.getClassLoader());

	private final FunctionSupport support;

	private final PayloadTypes payloadTypes;

	/** Finds the type of what is returned, not those of subclasses. */
	private final PayloadTypes replyTypes;

	private final StateSpecs stateSpecs;

	HandlerMethodFactory(FunctionSupport support) {
		this.support = support;
		this.payloadTypes = new PayloadTypes(support.types(), support.knownClasses());
		this.replyTypes = new PayloadTypes(support.types(), List.of());
		this.stateSpecs = new StateSpecs(support.types(), support.placeholders());
	}

	HandlerMethod create(FunctionBean bean, Method method) {
		try {
			if (Modifier.isStatic(method.getModifiers())) {
				throw new IllegalArgumentException("it is static");
			}
			if (isSuspending(method)) {
				throw new IllegalArgumentException("it is a suspend function, which only Kotlin can call");
			}
			HandlerResult result = result(ResolvableType.forMethodReturnType(method, bean.type()));
			if (ProxyCheck.isAsync(bean.type(), method)) {
				throw bean.asynchronous(method);
			}
			bean.requireNoRetries(method);
			Signature signature = new Signature();
			List<HandlerParameter> parameters = HandlerParameter.of(bean, method);
			parameters.forEach(signature::add);
			if (signature.payload < 0) {
				throw new IllegalArgumentException("it has no parameter for the payload");
			}
			ParameterConstraints constraints = CONSTRAINTS_PRESENT
					? ParameterConstraints.of(bean, method, parameters, signature.payload, this.support.validator())
					: null;
			return new HandlerMethod(bean, method, signature.payloadType, signature.messageTypes, signature.states,
					signature.arguments, constraints, result);
		}
		catch (UnknownTypeException ex) {
			throw InvalidFunctionException.of(
					"The %s cannot be a handler: %s.".formatted(bean.source(method), ex.description()),
					ex.action() + ".", ex);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidFunctionException
				.of("The %s cannot be a handler: %s.".formatted(bean.source(method), ex.getMessage()), SIGNATURE, ex);
		}
	}

	/** Kotlin adds a parameter, and returns an Object. */
	private static boolean isSuspending(Method method) {
		Class<?>[] types = method.getParameterTypes();
		return types.length > 0 && types[types.length - 1].getName().equals("kotlin.coroutines.Continuation");
	}

	private HandlerResult result(ResolvableType returned) {
		HandlerResult result = HandlerResult.of(returned);
		ResolvableType value = HandlerResult.replyOf(returned);
		if (result == null || value == null) {
			throw new IllegalArgumentException(
					"it returns a %s, which would be lost".formatted(returned.toClass().getSimpleName()));
		}
		if (value != ResolvableType.NONE) {
			try {
				this.replyTypes.of(value);
			}
			catch (UnknownTypeException ex) {
				throw new UnknownTypeException("it returns a value for its caller, and " + ex.description(),
						ex.action() + ", or return nothing");
			}
		}
		return result;
	}

	/** The result of reading the parameters so far. */
	private final class Signature {

		private final List<HandlerArgument> arguments = new ArrayList<>();

		private final List<ValueSpec<?>> states = new ArrayList<>();

		/** The index of the parameter that gets the payload, once that is known. */
		private int payload = -1;

		/** Absent if the method takes messages undecoded. */
		private @Nullable Class<?> payloadType;

		private List<Type<?>> messageTypes = List.of();

		void add(MethodParameter parameter) {
			HandlerArgument argument = builtIn(parameter);
			if (argument == null) {
				argument = custom(parameter);
			}
			if (argument == null && this.payload >= 0) {
				throw new IllegalArgumentException("it has more than one parameter for the payload");
			}
			if (argument == null) {
				argument = payload(parameter);
				this.payload = parameter.getParameterIndex();
			}
			this.arguments.add(argument);
		}

		private @Nullable HandlerArgument builtIn(MethodParameter parameter) {
			Class<?> type = parameter.getParameterType();
			State state = parameter.getParameterAnnotation(State.class);
			if (state != null) {
				ValueSpec<?> spec = HandlerMethodFactory.this.stateSpecs.of(parameter, state);
				this.states.add(spec);
				return (context, message, payload) -> context.storage().value(spec);
			}
			if (type == StateValue.class) {
				throw new IllegalArgumentException(
						"its parameter %d is a StateValue without @State".formatted(parameter.getParameterIndex() + 1));
			}
			if (parameter.hasParameterAnnotation(Caller.class)) {
				return caller(parameter);
			}
			if (type == Address.class) {
				return (context, message, payload) -> context.self();
			}
			return (type == Context.class) ? (context, message, payload) -> context : null;
		}

		private HandlerArgument caller(MethodParameter parameter) {
			ResolvableType type = ResolvableType.forMethodParameter(parameter);
			if (type.toClass() == Address.class) {
				return (context, message, payload) -> context.caller()
					.orElseThrow(() -> new IllegalStateException("There is no caller: the message came from an ingress."
							+ " Take it as @Caller Optional<Address>"));
			}
			if (type.toClass() == Optional.class && type.getGeneric(0).resolve() == Address.class) {
				return (context, message, payload) -> context.caller();
			}
			throw new IllegalArgumentException(
					"its @Caller parameter is a %s, not an Address or Optional<Address>".formatted(type));
		}

		private @Nullable HandlerArgument custom(MethodParameter parameter) {
			for (HandlerArgumentResolver resolver : HandlerMethodFactory.this.support.argumentResolvers()) {
				if (resolver.supportsParameter(parameter)) {
					return (context, message, payload) -> resolver.resolveArgument(parameter, context, message);
				}
			}
			return null;
		}

		private HandlerArgument payload(MethodParameter parameter) {
			Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(parameter.getParameterType());
			if (type == Message.class) {
				return (context, message, payload) -> message;
			}
			if (type == ByteString.class) {
				return (context, message, payload) -> bytes(message);
			}
			if (type == byte[].class) {
				return (context, message, payload) -> bytes(message).toByteArray();
			}
			this.payloadType = type;
			this.messageTypes = HandlerMethodFactory.this.payloadTypes.of(parameter.getParameterType().isPrimitive()
					? ResolvableType.forClass(type) : ResolvableType.forMethodParameter(parameter));
			Object[] hints = validationHints(parameter);
			if (hints == null) {
				return (context, message, payload) -> payload;
			}
			Validator validator = HandlerMethodFactory.this.support.validator();
			if (validator == null) {
				throw new IllegalArgumentException(
						"its payload is to be validated, but there is no validator, or several and none is primary:"
								+ " add spring-boot-starter-validation, mark one as primary, or remove the annotation");
			}
			PayloadValidator payloadValidator = new PayloadValidator(validator, hints);
			return (context, message, payload) -> payloadValidator.validate(payload, message.valueTypeName());
		}

		/** No bytes would stand for a value of no bytes. */
		private static ByteString bytes(Message message) {
			if (!message.hasValue()) {
				throw new UndecodableMessageException(new MissingValueException(message.valueTypeName()));
			}
			return message.rawValue();
		}

		private static Object @Nullable [] validationHints(MethodParameter parameter) {
			for (Annotation annotation : parameter.getParameterAnnotations()) {
				Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
				if (hints != null) {
					return hints;
				}
			}
			return null;
		}

	}

}
