package dev.statefun.test;

import java.time.Duration;
import java.time.Instant;

import dev.statefun.Address;
import org.jspecify.annotations.Nullable;

/**
 * A message that a function sent to be delivered after a while.
 *
 * @param from who sent it
 * @param to whom it is for
 * @param value what it says
 * @param delay after how long it is delivered
 * @param due when it is delivered
 * @param cancellationToken the token by which it can be cancelled, or {@code null}
 * @since 0.1.0
 */
public record DelayedMessage(Address from, Address to, CapturedValue value, Duration delay, Instant due,
		@Nullable String cancellationToken) {

	/**
	 * Return the message as text.
	 * @return sender, receiver, value, delay and token
	 */
	@Override
	public String toString() {
		return "%s -> %s after %s%s: %s".formatted(this.from, this.to, this.delay,
				(this.cancellationToken != null) ? " (token '%s')".formatted(this.cancellationToken) : "", this.value);
	}

}
