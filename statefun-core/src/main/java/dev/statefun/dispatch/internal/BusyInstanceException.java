package dev.statefun.dispatch.internal;

import dev.statefun.Address;
import dev.statefun.type.internal.LogText;

/**
 * A request for a function instance that is still at work on another one. The engine is
 * to send it again. Either of the two can be the outdated one: requests of a job that has
 * restarted arrive as long as their calls last.
 */
public final class BusyInstanceException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param target the function instance
	 */
	public BusyInstanceException(Address target) {
		super(("%s is still at work on another request for id '%s'. One of the two is outdated: the engine has given it up,"
				+ " or the job that sent it has restarted since")
			.formatted(LogText.name(target.type()), LogText.name(target.id())));
	}

}
