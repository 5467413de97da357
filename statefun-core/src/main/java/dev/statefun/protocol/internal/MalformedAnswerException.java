package dev.statefun.protocol.internal;

/**
 * Thrown when bytes are not an answer to a request of the engine.
 */
public final class MalformedAnswerException extends RuntimeException {

	MalformedAnswerException(String message, Throwable cause) {
		super(message, cause);
	}

}
