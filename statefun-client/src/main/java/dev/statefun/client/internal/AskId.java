package dev.statefun.client.internal;

import dev.statefun.Address;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * The id of a gateway: whom it asks, and which ask this is. As text the parts stand
 * between bars, {@code demo/greeter|ada|4711}. Bars and percent signs within a part are
 * escaped, so that each text stands for one ask.
 *
 * @param target whom to ask
 * @param key the idempotency key, or an empty one for messages that are just sent on
 */
record AskId(Address target, String key) {

	private static final int PARTS = 3;

	/** No key of a user is empty. */
	static AskId withoutKey(Address target) {
		return new AskId(target, "");
	}

	boolean hasKey() {
		return !this.key.isEmpty();
	}

	/** Parse the id of a gateway, unless it is malformed. */
	static @Nullable AskId parse(String text) {
		String[] parts = text.split("\\|", -1);
		if (parts.length != PARTS) {
			return null;
		}
		try {
			AskId id = new AskId(new Address(TypeName.parse(unescape(parts[0])), unescape(parts[1])),
					unescape(parts[2]));
			return id.toString().equals(text) ? id : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return escape(this.target.type().toString()) + "|" + escape(this.target.id()) + "|" + escape(this.key);
	}

	private static String escape(String part) {
		return part.replace("%", "%25").replace("|", "%7C");
	}

	private static String unescape(String part) {
		return part.replace("%7C", "|").replace("%25", "%");
	}

}
