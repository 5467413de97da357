package dev.statefun.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a request of any engine.
 *
 * @since 0.1.0
 */
public final class MalformedRequestException extends RuntimeException {

	MalformedRequestException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
