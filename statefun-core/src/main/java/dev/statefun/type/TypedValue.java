package dev.statefun.type;

import com.google.protobuf.ByteString;

/**
 * A value as it travels: bytes and the name of the type that they are of.
 *
 * @param typeName the name of the type, by which the receiver chooses how to read the
 * bytes; usually, but not necessarily, of the form {@code namespace/name}
 * @param bytes the serialized value, possibly empty
 * @since 0.1.0
 */
public record TypedValue(String typeName, ByteString bytes) {

	/**
	 * Serialize a value.
	 * @param <T> the Java type
	 * @param type the type of the value
	 * @param value the value
	 * @return its bytes, with the name of the type
	 * @throws SerializationException if the value cannot be written
	 */
	public static <T> TypedValue of(Type<T> type, T value) {
		return new TypedValue(type.typeName(), type.serialize(value));
	}

	/**
	 * Read the value.
	 * @param <T> the Java type
	 * @param type the type that the value is expected to have
	 * @return the value
	 * @throws SerializationException if the value is of another type, or its bytes cannot
	 * be read
	 */
	public <T> T as(Type<T> type) {
		if (!is(type)) {
			throw new SerializationException("A value of %s cannot be read as %s"
				.formatted(this.typeName.isEmpty() ? "no type" : "type " + this.typeName, type.typeName()));
		}
		return type.deserialize(this.bytes);
	}

	/**
	 * Tell whether the value has a type.
	 * @param type the type in question
	 * @return whether the type accepts the name of the value's
	 */
	public boolean is(Type<?> type) {
		return type.accepts(this.typeName);
	}

}
