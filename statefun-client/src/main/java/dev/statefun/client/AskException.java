package dev.statefun.client;

import dev.statefun.Address;

/**
 * An ask that got no reply.
 *
 * @since 0.1.0
 */
public abstract class AskException extends RuntimeException {

	private final transient Address target;

	AskException(Address target, String message) {
		super(message);
		this.target = target;
	}

	/**
	 * The function instance that was asked.
	 * @return its address
	 */
	public Address target() {
		return this.target;
	}

}
