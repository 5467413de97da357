package dev.statefun.error;

/**
 * Decides what becomes of a message whose invocation failed. Handlers that are beans are
 * asked in their order, then the rules of the {@code statefun.errors} properties; the
 * first one that does not leave it to the next decides. If all do, the request fails, and
 * the engine sends it again.
 * <p>
 * Asked after each attempt, outside of the interceptors of invocations: what they make up
 * for is no failure, and they go around each attempt anew. A handler is called by many
 * threads, must not block them for long, and fails the request with what it throws.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InvocationErrorHandler {

	/**
	 * Decide. Nothing that the invocation did remains, whatever the decision, and its
	 * context can no longer be used.
	 * @param failed what failed, and how
	 * @return what is to be done, such as {@link ErrorAction#next()}
	 */
	ErrorAction handle(FailedInvocation failed);

}
