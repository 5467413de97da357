package dev.statefun.dispatch;

import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps names that functions write again and again, so that they are parsed once. Of
 * bounded size: names that share a slot displace each other. Slots hold immutable
 * objects, and losing a write to another thread costs an allocation only, so there are no
 * locks.
 */
final class TypeNameCache {

	private static final int SLOTS = 512;

	private final @Nullable Entry[] entries = new Entry[SLOTS];

	/**
	 * Parse a name.
	 * @throws IllegalArgumentException if it is malformed
	 */
	TypeName parse(String text) {
		int hash = text.hashCode();
		int slot = (hash ^ hash >>> 16) & SLOTS - 1;
		Entry entry = this.entries[slot];
		if (entry == null || !entry.text.equals(text)) {
			entry = new Entry(text, TypeName.parse(text));
			this.entries[slot] = entry;
		}
		return entry.typeName;
	}

	private record Entry(String text, TypeName typeName) {

	}

}
