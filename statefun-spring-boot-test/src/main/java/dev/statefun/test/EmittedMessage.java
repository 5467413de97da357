package dev.statefun.test;

import dev.statefun.Address;
import dev.statefun.type.TypeName;

/**
 * A message that a function sent out of the engine.
 *
 * @param from who sent it
 * @param egress through which egress
 * @param value what the egress gets
 * @since 0.1.0
 */
public record EmittedMessage(Address from, TypeName egress, CapturedValue value) {

	/**
	 * Return the message as text.
	 * @return sender, egress and value
	 */
	@Override
	public String toString() {
		return "%s -> egress %s: %s".formatted(this.from, this.egress, this.value);
	}

}
