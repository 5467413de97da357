package dev.statefun.protocol.internal;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a request of any engine.
 */
public final class MalformedRequestException extends RuntimeException {

	MalformedRequestException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
