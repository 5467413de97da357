package dev.statefun.error;

/**
 * Is told what becomes of messages whose invocations failed, as for logs and metrics. It
 * is called by many threads, after each failed attempt.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FailureListener {

	/**
	 * It has been decided about a failed invocation. A dead letter is not sent before the
	 * whole request succeeds: should another of its messages fail it, then this is called
	 * again for the same message when the engine sends the request again. What this
	 * throws fails the request.
	 * @param failed what failed, and how
	 * @param action what is done: to fail the request, retry, skip, or dead-letter
	 */
	void decided(FailedInvocation failed, ErrorAction action);

}
