package dev.statefun.dispatch;

import java.util.concurrent.CompletionStage;

import dev.statefun.Context;
import dev.statefun.Message;

/**
 * Goes around each invocation of a function. It is called by many threads. Interceptors
 * that are beans are ordered as such, the first one outermost.
 * <p>
 * When the function fails, what the invocation has done so far is undone before the
 * interceptors see it. One that makes up for the failure, with a stage that completes
 * normally, lets the request go on, and what it does itself remains. Otherwise
 * {@code dev.statefun.error.InvocationErrorHandler}s decide what becomes of the message,
 * and what interceptors did is undone, too. They go around each attempt to handle it.
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
	 * @param next what is inside: other interceptors, and the function
	 * @return completes when the message has been handled, or exceptionally to fail the
	 * invocation
	 * @throws Exception to fail the invocation, too
	 */
	CompletionStage<?> intercept(FunctionDefinition function, Context context, Message message, Chain next)
			throws Exception;

	/**
	 * What is inside an interceptor.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface Chain {

		/**
		 * Go on. To be called once.
		 * @return completes when the message has been handled, or exceptionally with what
		 * the function or an interceptor threw; already complete if the function is not
		 * asynchronous
		 */
		CompletionStage<?> proceed();

	}

}
