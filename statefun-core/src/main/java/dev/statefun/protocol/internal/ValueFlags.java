package dev.statefun.protocol.internal;

/**
 * Flags of the fields in a value. They tell its protocol, and whether it is present.
 */
final class ValueFlags {

	/** The value has a field of 2.x. */
	static final int LEGACY = 1;

	/** The value has a field of 3.x. */
	static final int CURRENT = 2;

	/** The value says that it is present, as 3.x does. */
	static final int PRESENT = 4;

	private ValueFlags() {
	}

	static boolean isLegacy(int flags) {
		return (flags & LEGACY) != 0;
	}

	static boolean isCurrent(int flags) {
		return (flags & CURRENT) != 0;
	}

	/** Whether there is a value, if the flags are those of its own protocol. */
	static boolean hasValue(int flags) {
		return (flags & (PRESENT | LEGACY)) != 0;
	}

	static boolean isPresent(int flags) {
		return (flags & PRESENT) != 0;
	}

}
