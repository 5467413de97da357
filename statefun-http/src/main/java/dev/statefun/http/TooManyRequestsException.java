package dev.statefun.http;

/**
 * The bytes of requests in progress leave no room for the rest of this one.
 *
 * @since 0.1.0
 */
public final class TooManyRequestsException extends RuntimeException {

	/**
	 * Create an exception, without a stack trace.
	 */
	public TooManyRequestsException() {
		super("There is no room for more of a request", null, false, false);
	}

}
