package dev.statefun.dispatch;

import dev.statefun.Context;
import dev.statefun.Message;

/**
 * Goes around each invocation of a function. It is called by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InvocationInterceptor {

	/**
	 * Do something before and after an invocation.
	 * @param function the function
	 * @param context what it gets
	 * @param message the message
	 * @param invocation what is inside: other interceptors, and the function
	 * @throws Exception what the invocation throws, or to fail it
	 */
	void intercept(FunctionDefinition function, Context context, Message message, Invocation invocation)
			throws Exception;

	/**
	 * What is inside an interceptor.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface Invocation {

		/**
		 * Go on. To be called once.
		 * @throws Exception what the function or an interceptor throws
		 */
		void proceed() throws Exception;

	}

}
