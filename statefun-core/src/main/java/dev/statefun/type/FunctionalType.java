package dev.statefun.type;

import java.util.Objects;

import com.google.protobuf.ByteString;

/**
 * A type whose values two functions write and read.
 *
 * @param <T> the Java type of the values
 */
final class FunctionalType<T> extends NamedType<T> {

	private final Types.Conversion<T, ByteString> serializer;

	private final Types.Conversion<ByteString, T> deserializer;

	private final boolean immutable;

	FunctionalType(String typeName, Class<T> javaType, Types.Conversion<T, ByteString> serializer,
			Types.Conversion<ByteString, T> deserializer, boolean immutable) {
		super(TypeName.parse(typeName).toString(), javaType);
		this.serializer = serializer;
		this.deserializer = deserializer;
		this.immutable = immutable;
	}

	@Override
	public boolean hasImmutableValues() {
		return this.immutable;
	}

	@Override
	public ByteString serialize(T value) {
		try {
			return Objects.requireNonNull(this.serializer.convert(value), "the result is null");
		}
		catch (SerializationException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new SerializationException(
					"A %s cannot be written as %s: %s".formatted(javaType().getName(), typeName(), ex), ex);
		}
	}

	@Override
	public T deserialize(ByteString bytes) {
		try {
			return Objects.requireNonNull(this.deserializer.convert(bytes), "the result is null");
		}
		catch (SerializationException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new SerializationException("The bytes of a value are not those of a %s: %s".formatted(typeName(), ex),
					ex);
		}
	}

}
