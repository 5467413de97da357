package dev.statefun.protocol;

/**
 * A request whose values are of another protocol than the one that is spoken, or of both.
 * An engine can send it after an answer in the wrong protocol, since it keeps fields that
 * it does not know.
 *
 * @since 0.1.0
 */
public final class ProtocolMismatchException extends RuntimeException {

	ProtocolMismatchException(String message) {
		super(message);
	}

}
