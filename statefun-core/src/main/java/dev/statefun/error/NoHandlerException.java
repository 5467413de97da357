package dev.statefun.error;

/**
 * A message of a type that its function has no handler for, or a message to an unknown
 * function.
 *
 * @since 0.1.0
 */
public final class NoHandlerException extends RuntimeException implements PermanentFailure {

	/**
	 * Create an exception.
	 * @param message what there is no handler for, and what there is
	 */
	public NoHandlerException(String message) {
		super(message);
	}

}
