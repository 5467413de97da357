package dev.statefun.dispatch;

import java.util.concurrent.CompletionStage;

import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import org.jspecify.annotations.Nullable;

/**
 * Goes around each request of the engine. Many threads call it. In a Spring application,
 * declare it as a bean; {@code @Order} orders interceptors, the first one outermost. This
 * one logs requests that take long:
 *
 * <pre class="code">
 * &#64;Bean
 * BatchInterceptor slowRequests() {
 *     return (batch, next) -&gt; {
 *         long start = System.nanoTime();
 *         return next.proceed().whenComplete((answer, failure) -&gt; {
 *             if (System.nanoTime() - start &gt; 1_000_000_000) {
 *                 log.warn("{} messages for {} took long", batch.invocations().size(), batch.target().type());
 *             }
 *         });
 *     };
 * }
 * </pre>
 *
 * An answer with effects is released when it has been sent, and cannot be read any more.
 * To keep it for later, keep its {@link InvocationResult.Completed#copy() copy}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BatchInterceptor {

	/**
	 * Do something before and after a request.
	 * @param batch the request, whether the application serves the function or not
	 * @param next what is inside: other interceptors, and the invocations
	 * @return completes with the answer, or exceptionally to fail the request
	 */
	CompletionStage<InvocationResult> intercept(InvocationBatch batch, Chain next);

	/**
	 * The interceptors inside of one, and the run.
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
		 * @param interceptor goes around each invocation, or {@code null}. It is inside
		 * the ones that outer interceptors added to this request, and outside the ones
		 * for all requests
		 * @return completes with the answer, or exceptionally with a
		 * {@link RequestFailedException}
		 */
		CompletionStage<InvocationResult> proceed(@Nullable InvocationInterceptor interceptor);

	}

}
