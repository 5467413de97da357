package dev.statefun.dispatch.internal;

import dev.statefun.Address;

/**
 * A request for a function instance that is still at work on another one. The engine is
 * to send it again.
 */
public final class BusyInstanceException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param target the function instance
	 */
	public BusyInstanceException(Address target) {
		super("%s is still at work on another request for id '%s', which the engine has given up"
			.formatted(target.type(), target.id()));
	}

}
