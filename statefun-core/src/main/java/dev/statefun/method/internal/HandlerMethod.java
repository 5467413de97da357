package dev.statefun.method.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.ValueSpec;
import dev.statefun.type.Type;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean that handles messages.
 */
final class HandlerMethod {

	private static final MethodType RESOLVED = MethodType.methodType(Object.class, Context.class, Message.class,
			Object.class);

	private static final int MESSAGE = RESOLVED.parameterList().indexOf(Message.class);

	private static final MethodHandle RESOLVE = resolve();

	private final FunctionBean bean;

	private final Method method;

	private final @Nullable Class<?> payloadType;

	private final List<Type<?>> messageTypes;

	private final List<ValueSpec<?>> states;

	private final HandlerArgument[] arguments;

	private final @Nullable ParameterConstraints constraints;

	private final HandlerResult result;

	private @Nullable MethodHandle handle;

	/**
	 * Create a handler.
	 * @param payloadType the class of the payload, or {@code null} if the method takes
	 * messages of any type as they come
	 * @param messageTypes the types of messages whose values are of that class
	 * @param constraints the constraints on the parameters, or {@code null}
	 */
	HandlerMethod(FunctionBean bean, Method method, @Nullable Class<?> payloadType, List<Type<?>> messageTypes,
			List<ValueSpec<?>> states, List<HandlerArgument> arguments, @Nullable ParameterConstraints constraints,
			HandlerResult result) {
		this.bean = bean;
		this.method = method;
		this.payloadType = payloadType;
		this.messageTypes = messageTypes;
		this.states = states;
		this.arguments = arguments.toArray(HandlerArgument[]::new);
		this.constraints = constraints;
		this.result = result;
	}

	@Nullable Class<?> payloadType() {
		return this.payloadType;
	}

	List<Type<?>> messageTypes() {
		return this.messageTypes;
	}

	List<ValueSpec<?>> states() {
		return this.states;
	}

	String source() {
		return this.bean.source(this.method);
	}

	/** The class, the name and the classes of the parameters, without packages. */
	String signature() {
		return "%s.%s(%s)".formatted(this.method.getDeclaringClass().getSimpleName(), this.method.getName(),
				Stream.of(this.method.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(", ")));
	}

	CompletionStage<?> invoke(Context context, Message message, Object payload) throws Exception {
		try {
			return this.result.toStage((Object) handle().invokeExact(context, message, payload), context);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Find out how to call the method on the bean, which may be a proxy; creates the bean
	 * if need be.
	 */
	MethodHandle handle() {
		MethodHandle result = this.handle;
		if (result == null) {
			Method invocable = this.bean.invocable(this.method);
			ReflectionUtils.makeAccessible(invocable);
			try {
				Object instance = this.bean.instance();
				MethodHandle target = MethodHandles.lookup().unreflect(invocable).bindTo(instance);
				result = resolvingArguments(checkingConstraints(target, instance, invocable));
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException("The %s cannot be called".formatted(source()), ex);
			}
			this.handle = result;
		}
		return result;
	}

	/**
	 * Have each parameter of the method resolved from what all of them are resolved from,
	 * without an array between them.
	 */
	private MethodHandle resolvingArguments(MethodHandle target) {
		int count = this.arguments.length;
		int first = target.type().parameterCount() - count;
		MethodHandle result = target;
		for (int i = count - 1; i >= 0; i--) {
			result = MethodHandles.collectArguments(result, first + i, RESOLVE.bindTo(this.arguments[i]));
		}
		int sources = RESOLVED.parameterCount();
		IntStream order = IntStream.range(0, count * sources).map((i) -> i % sources);
		return MethodHandles.permuteArguments(result, RESOLVED,
				IntStream.concat(IntStream.range(0, first).map((i) -> MESSAGE), order).toArray());
	}

	/**
	 * Check the constraints before the call. The result then takes the message before the
	 * arguments. Only methods with constraints pay for an array of arguments.
	 */
	private MethodHandle checkingConstraints(MethodHandle target, Object instance, Method invocable) {
		MethodHandle generic = target.asType(target.type().generic());
		if (this.constraints == null) {
			return generic;
		}
		// An interface that the proxy implements does not show the constraints of the
		// class
		Object bean = AopProxyUtils.getSingletonTarget(instance);
		MethodHandle check = (bean != null) ? this.constraints.check(bean, this.method)
				: this.constraints.check(instance, invocable);
		return MethodHandles.foldArguments(MethodHandles.dropArguments(generic, 0, Message.class),
				check.asCollector(Object[].class, this.arguments.length));
	}

	private static MethodHandle resolve() {
		try {
			return MethodHandles.lookup().findVirtual(HandlerArgument.class, "resolve", RESOLVED);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
