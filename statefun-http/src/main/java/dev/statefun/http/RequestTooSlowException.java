package dev.statefun.http;

/**
 * The body of a request arrives more slowly than {@link TransferLimits} allow.
 *
 * @since 0.1.0
 */
public final class RequestTooSlowException extends RuntimeException {

	/**
	 * Create an exception, without a stack trace.
	 */
	public RequestTooSlowException() {
		super("The body of a request arrives more slowly than statefun.transfer allows", null, false, false);
	}

}
