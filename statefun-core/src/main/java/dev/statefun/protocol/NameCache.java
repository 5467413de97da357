package dev.statefun.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the names that requests repeat, so that they are not allocated again: function
 * types, state names, value types. Of bounded size, whatever is sent: names that share a
 * slot displace each other. Slots hold immutable objects, and losing a write to another
 * thread costs an allocation only, so there are no locks.
 */
final class NameCache {

	private static final int SLOTS = 1024;

	private static final int MAX_LENGTH = 256;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	/** An odd number near the golden ratio of 2^64, which spreads bits upward. */
	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	private final @Nullable Name[] names = new Name[SLOTS];

	private final @Nullable TypeName[] typeNames = new TypeName[SLOTS];

	/**
	 * Find the name in a range of UTF-8 bytes.
	 * @return the name, or {@code null} if it is too long to be kept or not of valid
	 * characters
	 */
	@Nullable Name get(byte[] bytes, int start, int length) {
		if (length > MAX_LENGTH) {
			return null;
		}
		int slot = slot(hash(bytes, start, length));
		Name name = this.names[slot];
		if (name != null && name.isAt(bytes, start, length)) {
			return name;
		}
		byte[] utf8 = Arrays.copyOfRange(bytes, start, start + length);
		String text = new String(utf8, StandardCharsets.UTF_8);
		if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), utf8)) {
			return null;
		}
		name = new Name(utf8, text);
		this.names[slot] = name;
		return name;
	}

	/** Of the first, the middle and the last bytes only: it is taken of every name. */
	private static int hash(byte[] bytes, int start, int length) {
		long hash = length;
		if (length < Long.BYTES) {
			for (int i = start; i < start + length; i++) {
				hash = hash << Byte.SIZE ^ bytes[i];
			}
			return Long.hashCode(hash * SPREAD);
		}
		hash = (hash ^ (long) LONG.get(bytes, start)) * SPREAD;
		hash = (hash ^ (long) LONG.get(bytes, start + (length - Long.BYTES) / 2)) * SPREAD;
		hash = (hash ^ (long) LONG.get(bytes, start + length - Long.BYTES)) * SPREAD;
		return Long.hashCode(hash);
	}

	TypeName typeName(String namespace, String name) {
		int slot = slot(31 * namespace.hashCode() + name.hashCode());
		TypeName typeName = this.typeNames[slot];
		if (typeName == null || !typeName.name().equals(name) || !typeName.namespace().equals(namespace)) {
			typeName = new TypeName(namespace, name);
			this.typeNames[slot] = typeName;
		}
		return typeName;
	}

	private static int slot(int hash) {
		return (hash ^ hash >>> 16) & SLOTS - 1;
	}

	/**
	 * A name.
	 *
	 * @param utf8 as it travels
	 * @param text the name itself
	 */
	record Name(byte[] utf8, String text) {

		boolean isAt(byte[] bytes, int start, int length) {
			return this.utf8.length == length && Arrays.equals(this.utf8, 0, length, bytes, start, start + length);
		}

	}

}
