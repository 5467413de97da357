package dev.statefun.protocol.internal;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a request of any engine.
 */
public final class MalformedRequestException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong with the bytes
	 * @param cause why they cannot be read, or {@code null}
	 */
	public MalformedRequestException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
