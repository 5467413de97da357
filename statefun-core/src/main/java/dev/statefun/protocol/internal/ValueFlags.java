package dev.statefun.protocol.internal;

/**
 * What is seen in a value of a protocol that is not known yet.
 */
final class ValueFlags {

	/** That a field of 2.x was seen. */
	static final int LEGACY = 1;

	/** That a field of 3.x was seen. */
	static final int CURRENT = 2;

	/** That it says, as 3.x does, that it has a value. */
	static final int PRESENT = 4;

	private ValueFlags() {
	}

	static boolean isLegacy(int flags) {
		return (flags & LEGACY) != 0;
	}

	static boolean isCurrent(int flags) {
		return (flags & CURRENT) != 0;
	}

	static boolean isPresent(int flags) {
		return (flags & PRESENT) != 0;
	}

}
