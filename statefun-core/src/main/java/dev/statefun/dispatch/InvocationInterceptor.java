package dev.statefun.dispatch;

import java.util.concurrent.CompletionStage;

import dev.statefun.Context;
import dev.statefun.Message;

/**
 * Goes around each attempt to handle a message. Many threads call it. In a Spring
 * application, declare it as a bean; {@code @Order} orders interceptors, the first one
 * outermost. This one keeps messages of banned callers away from functions:
 *
 * <pre class="code">
 * &#64;Bean
 * InvocationInterceptor bans(Set&lt;Address&gt; banned) {
 *     return (function, context, message, next) -&gt; context.caller().filter(banned::contains).isPresent()
 *             ? CompletableFuture.completedFuture(null) : next.proceed();
 * }
 * </pre>
 *
 * When the function fails, the effects of the attempt so far are rolled back before the
 * interceptors see the failure. An interceptor can make up for it with a stage that
 * completes normally. Then the request goes on, and the effects of the interceptor
 * remain. Otherwise the effects of interceptors are rolled back as well, and
 * {@code dev.statefun.error.InvocationErrorHandler}s decide what becomes of the message.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InvocationInterceptor {

	/**
	 * Do something before and after an attempt.
	 * @param function the function
	 * @param context the context that the function gets
	 * @param message the message
	 * @param next what is inside: other interceptors, and the function
	 * @return completes when the message has been handled, or exceptionally to fail the
	 * attempt
	 * @throws Exception to fail the attempt, too
	 */
	CompletionStage<?> intercept(FunctionDefinition function, Context context, Message message, Chain next)
			throws Exception;

	/**
	 * The interceptors inside of one, and the function.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface Chain {

		/**
		 * Go on. To be called once.
		 * @return completes when the message has been handled, or exceptionally with the
		 * exception of the function or of an interceptor. It is already complete if the
		 * function is not asynchronous
		 */
		CompletionStage<?> proceed();

	}

}
