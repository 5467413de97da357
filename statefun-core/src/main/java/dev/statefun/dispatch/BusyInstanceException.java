package dev.statefun.dispatch;

import dev.statefun.Address;

/**
 * A request for a function instance that is still at work on another one. The engine is
 * to send it again.
 *
 * @since 0.1.0
 */
public final class BusyInstanceException extends RuntimeException {

	BusyInstanceException(Address target) {
		super("%s is still at work on another request for id '%s', which the engine has given up"
			.formatted(target.type(), target.id()));
	}

}
