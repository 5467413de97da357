package dev.statefun.test;

import dev.statefun.Address;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way.
 *
 * @param from who sent it, or {@code null} for an ingress
 * @param to whom it is for
 * @param value what it says
 */
record Envelope(@Nullable Address from, Address to, TypedValue value) {

	@Override
	public String toString() {
		return "%s -> %s: %s".formatted((this.from != null) ? this.from : "ingress", this.to, ValueText.of(this.value));
	}

}
