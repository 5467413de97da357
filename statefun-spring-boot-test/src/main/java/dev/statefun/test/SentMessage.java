package dev.statefun.test;

import dev.statefun.Address;

/**
 * A message that a function sent to a function, which the application serves or not.
 *
 * @param from who sent it
 * @param to whom it is for
 * @param value what it says
 * @since 0.1.0
 */
public record SentMessage(Address from, Address to, CapturedValue value) {

	/**
	 * Return the message as text.
	 * @return sender, receiver and value
	 */
	@Override
	public String toString() {
		return "%s -> %s: %s".formatted(this.from, this.to, this.value);
	}

}
