package dev.statefun.error;

import dev.statefun.type.SerializationException;

/**
 * A message whose payload is not what the function reads it as.
 *
 * @since 0.1.0
 */
public final class UndecodableMessageException extends SerializationException implements PermanentFailure {

	/**
	 * Create an exception.
	 * @param cause what the type said
	 */
	public UndecodableMessageException(SerializationException cause) {
		super(String.valueOf(cause.getMessage()), cause);
	}

}
