package dev.statefun.method;

import dev.statefun.Context;
import dev.statefun.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * A bean that supplies arguments of handler methods. It is asked before a parameter is
 * taken for the payload. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public interface HandlerArgumentResolver {

	/**
	 * Tell whether this resolver supplies a parameter. It is asked once for each
	 * parameter, at startup.
	 * @param parameter the parameter
	 * @return whether it does
	 */
	boolean supportsParameter(MethodParameter parameter);

	/**
	 * Supply the argument.
	 * @param parameter the parameter
	 * @param context what the function gets
	 * @param message the message
	 * @return the argument
	 * @throws Exception to fail the request
	 */
	@Nullable Object resolveArgument(MethodParameter parameter, Context context, Message message) throws Exception;

}
