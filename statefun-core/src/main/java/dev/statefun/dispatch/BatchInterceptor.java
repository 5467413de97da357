package dev.statefun.dispatch;

import java.util.concurrent.CompletionStage;

import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import org.jspecify.annotations.Nullable;

/**
 * Goes around each request of the engine. It is called by many threads. Interceptors that
 * are beans are ordered as such, the first one outermost.
 * <p>
 * An answer with effects is released when it has been sent, and cannot be read any more:
 * whoever keeps one for later keeps its {@link InvocationResult.Completed#copy() copy}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BatchInterceptor {

	/**
	 * Do something before and after a request.
	 * @param batch the request, of a function that the application serves or not
	 * @param next what is inside: other interceptors, and the invocations
	 * @return completes with the answer, or exceptionally to fail the request
	 */
	CompletionStage<InvocationResult> intercept(InvocationBatch batch, Chain next);

	/**
	 * What is inside an interceptor.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface Chain {

		/**
		 * Go on. To be called once.
		 * @return completes with the answer, or exceptionally with a
		 * {@link RequestFailedException}
		 */
		default CompletionStage<InvocationResult> proceed() {
			return proceed(null);
		}

		/**
		 * Go on, with something around each invocation of this request. To be called
		 * once.
		 * @param interceptor goes around each invocation, inside those of the
		 * interceptors that are further out and outside all that are not for this request
		 * only; or {@code null}
		 * @return completes with the answer, or exceptionally with a
		 * {@link RequestFailedException}
		 */
		CompletionStage<InvocationResult> proceed(@Nullable InvocationInterceptor interceptor);

	}

}
