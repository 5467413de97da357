package dev.statefun.protocol.internal;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the encoded forms of what is written again and again. Of bounded size, and
 * without locks, for the same reasons as {@link NameCache}.
 *
 * @param <T> what is encoded; the same object most of the time
 */
final class EncodingCache<T> {

	private static final int SLOTS = 256;

	private static final int MAX_LENGTH = 512;

	private final @Nullable Entry[] entries = new Entry[SLOTS];

	private final Function<T, byte[]> encoder;

	EncodingCache(Function<T, byte[]> encoder) {
		this.encoder = encoder;
	}

	byte[] encode(T value) {
		int hash = value.hashCode();
		int slot = (hash ^ hash >>> 16) & SLOTS - 1;
		Entry entry = this.entries[slot];
		if (entry != null && (entry.value == value || entry.value.equals(value))) {
			return entry.encoded;
		}
		byte[] encoded = this.encoder.apply(value);
		if (encoded.length <= MAX_LENGTH) {
			this.entries[slot] = new Entry(value, encoded);
		}
		return encoded;
	}

	private record Entry(Object value, byte[] encoded) {

	}

}
