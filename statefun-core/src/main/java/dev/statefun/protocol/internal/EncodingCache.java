package dev.statefun.protocol.internal;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the encoded forms of names that are written again and again. Its size is bounded,
 * and it needs no locks, for the same reasons as {@link NameCache}. An answer with two
 * effects a message looks names up four times a message: with a concurrent map, a message
 * takes 4 ns longer.
 *
 * @param <T> the type of the names; they are the same objects most of the time
 */
final class EncodingCache<T> {

	private static final int MAX_LENGTH = 512;

	/** A power of two. */
	private static final int SLOTS = 256;

	private final @Nullable Entry[] entries = new Entry[SLOTS];

	private final Function<T, byte[]> encoder;

	/**
	 * Create a cache.
	 * @param encoder encodes a name that the cache does not have
	 */
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
