package dev.statefun.error;

import java.time.Duration;

import dev.statefun.Address;
import dev.statefun.type.internal.LogText;

/**
 * A message that took its function longer than allowed.
 *
 * @since 0.1.0
 */
public final class InvocationTimeoutException extends RuntimeException {

	private final Duration timeout;

	/**
	 * Create an exception.
	 * @param self the function instance
	 * @param timeout how long it was allowed to take
	 */
	public InvocationTimeoutException(Address self, Duration timeout) {
		super("%s did not handle a message for id '%s' within %s".formatted(LogText.name(self.type()),
				LogText.name(self.id()), timeout));
		this.timeout = timeout;
	}

	/**
	 * How long it was allowed to take.
	 * @return the timeout
	 */
	public Duration timeout() {
		return this.timeout;
	}

}
