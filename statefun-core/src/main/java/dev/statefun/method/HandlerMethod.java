package dev.statefun.method;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.ValueSpec;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean that handles messages of one type.
 */
final class HandlerMethod {

	private final FunctionBean bean;

	private final Method method;

	private final @Nullable String messageType;

	private final List<ValueSpec<?>> states;

	private final HandlerArgument[] arguments;

	private @Nullable MethodHandle handle;

	/**
	 * Create a handler.
	 * @param messageType the name of the type of messages that the method handles, or
	 * {@code null} if it handles all
	 */
	HandlerMethod(FunctionBean bean, Method method, @Nullable String messageType, List<ValueSpec<?>> states,
			List<HandlerArgument> arguments) {
		this.bean = bean;
		this.method = method;
		this.messageType = messageType;
		this.states = states;
		this.arguments = arguments.toArray(HandlerArgument[]::new);
	}

	@Nullable String messageType() {
		return this.messageType;
	}

	List<ValueSpec<?>> states() {
		return this.states;
	}

	String source() {
		return this.bean.source(this.method);
	}

	void invoke(Context context, Message message) throws Exception {
		Object[] values = new Object[this.arguments.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.arguments[i].resolve(context, message);
		}
		try {
			handle().invokeExact(values);
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
				result = MethodHandles.lookup()
					.unreflect(invocable)
					.bindTo(this.bean.instance())
					.asSpreader(Object[].class, this.arguments.length)
					.asType(MethodType.methodType(void.class, Object[].class));
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException("The %s cannot be called".formatted(source()), ex);
			}
			this.handle = result;
		}
		return result;
	}

}
