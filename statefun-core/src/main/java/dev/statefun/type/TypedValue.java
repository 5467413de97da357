package dev.statefun.type;

import java.util.Objects;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/**
 * An encoded value: its bytes and the name of its type. Immutable.
 * <p>
 * In the 3.x protocol a message may have a type, but no value: other SDKs send such a
 * message for {@code null}. {@link #hasValue()} tells it from a value of no bytes.
 *
 * @since 0.1.0
 */
public final class TypedValue {

	/** The length where there is no value. A field of its own would cost 8 bytes. */
	private static final int NO_VALUE = -1;

	private final String typeName;

	/** The array that the bytes are part of, if they are. */
	private final byte @Nullable [] array;

	private final int start;

	private final int length;

	/** Absent until the first call. Each thread may create its own. */
	private @Nullable ByteString bytes;

	/**
	 * Create a value.
	 * @param typeName the name of the type, by which the receiver chooses how to read the
	 * bytes; usually, but not necessarily, of the form {@code namespace/name}
	 * @param bytes the serialized value, possibly empty
	 */
	public TypedValue(String typeName, ByteString bytes) {
		this.typeName = typeName;
		this.array = null;
		this.start = 0;
		this.length = bytes.size();
		this.bytes = bytes;
	}

	private TypedValue(String typeName, byte @Nullable [] array, int start, int length) {
		this.typeName = typeName;
		this.array = array;
		this.start = start;
		this.length = length;
	}

	/**
	 * Create a value without copying its bytes.
	 * @param typeName the name of the type
	 * @param array has the bytes, and must not change afterwards
	 * @param start where they start
	 * @param length how many there are
	 * @return the value
	 * @throws IndexOutOfBoundsException if the array is too short for that
	 */
	public static TypedValue wrap(String typeName, byte[] array, int start, int length) {
		Objects.checkFromIndexSize(start, length, array.length);
		return new TypedValue(typeName, array, start, length);
	}

	/**
	 * Name a type without a value. Only a message can lack its value.
	 * @param typeName the name of the type, possibly empty
	 * @return what {@link #hasValue()} is {@code false} for
	 */
	public static TypedValue withoutValue(String typeName) {
		return withoutValue(typeName, ByteString.EMPTY);
	}

	/**
	 * Name a type without a value, and keep the bytes that nevertheless came with it, so
	 * that they can be sent on.
	 * @param typeName the name of the type, possibly empty
	 * @param bytes what {@link #bytes()} returns
	 * @return what {@link #hasValue()} is {@code false} for
	 */
	public static TypedValue withoutValue(String typeName, ByteString bytes) {
		TypedValue result = new TypedValue(typeName, null, 0, NO_VALUE);
		result.bytes = bytes;
		return result;
	}

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
	 * The name of the type.
	 * @return the name, empty if the value has none
	 */
	public String typeName() {
		return this.typeName;
	}

	/**
	 * Tell whether there is a value, possibly one of no bytes.
	 * @return {@code false} if there is a type at most
	 */
	public boolean hasValue() {
		return this.length != NO_VALUE;
	}

	/**
	 * The serialized value.
	 * @return the bytes, possibly none
	 */
	public ByteString bytes() {
		ByteString result = this.bytes;
		if (result == null) {
			result = UnsafeByteOperations.unsafeWrap(Objects.requireNonNull(this.array), this.start, this.length);
			this.bytes = result;
		}
		return result;
	}

	/**
	 * Read the value.
	 * @param <T> the Java type
	 * @param type the type that the value is expected to have
	 * @return the value
	 * @throws SerializationException if the value is of another type, its bytes cannot be
	 * read, or there is no value
	 */
	public <T> T as(Type<T> type) {
		if (!is(type)) {
			throw new SerializationException("A value of %s cannot be read as %s"
				.formatted(this.typeName.isEmpty() ? "no type" : "type " + this.typeName, type.typeName()));
		}
		if (this.array != null && type instanceof PrimitiveType<T> primitive) {
			return primitive.read(this.array, this.start, this.length);
		}
		if (!hasValue()) {
			throw new MissingValueException(this.typeName);
		}
		return type.deserialize(bytes());
	}

	/**
	 * Tell whether the value has a type. It may have one without having a value.
	 * @param type the type in question
	 * @return whether the type accepts the name of the value's
	 */
	public boolean is(Type<?> type) {
		return type.accepts(this.typeName);
	}

	/**
	 * Compare the value with another object.
	 * @return whether that is a value of the same type name, with the same bytes, or has
	 * no value either
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TypedValue that && this.typeName.equals(that.typeName) && bytes().equals(that.bytes())
				&& hasValue() == that.hasValue();
	}

	@Override
	public int hashCode() {
		return 31 * this.typeName.hashCode() + bytes().hashCode();
	}

	/**
	 * Return the value as text.
	 * @return the name of the type, and the bytes as they describe themselves
	 */
	@Override
	public String toString() {
		if (!hasValue()) {
			return "TypedValue[typeName=%s, no value]".formatted(this.typeName);
		}
		return "TypedValue[typeName=%s, bytes=%s]".formatted(this.typeName, bytes());
	}

}
