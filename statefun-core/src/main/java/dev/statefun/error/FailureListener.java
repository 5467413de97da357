package dev.statefun.error;

/**
 * Listens to the choices about failed invocations, for logs and metrics. It is called by
 * many threads, after each failed attempt.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FailureListener {

	/**
	 * Take note of the choice about a failed invocation. A dead letter is sent only if
	 * the whole request succeeds. If another message fails the request, the engine sends
	 * it again, and this is called again for the same message. An exception fails the
	 * request.
	 * @param failed the failed invocation
	 * @param action the choice: fail the request, retry, skip, or dead-letter
	 */
	void decided(FailedInvocation failed, ErrorAction action);

}
