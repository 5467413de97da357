package dev.statefun.protocol.internal;

/**
 * A request whose values are of another protocol than the one that is spoken, or of both.
 * An engine can send it after an answer in the wrong protocol, since it keeps fields that
 * it does not know.
 */
public final class ProtocolMismatchException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message which protocols
	 */
	public ProtocolMismatchException(String message) {
		super(message);
	}

}
