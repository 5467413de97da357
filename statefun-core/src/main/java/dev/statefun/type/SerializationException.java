package dev.statefun.type;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be turned into bytes, or bytes that cannot be turned into a value
 * of the expected type.
 *
 * @since 0.1.0
 */
public class SerializationException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong with which type
	 */
	public SerializationException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what is wrong with which type
	 * @param cause what the serializer said
	 */
	public SerializationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
