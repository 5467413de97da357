package dev.statefun.type;

import java.util.Objects;
import java.util.function.Function;

import com.google.protobuf.ByteString;

/**
 * A type whose values two functions write and read.
 *
 * @param <T> the Java type of the values
 */
final class FunctionalType<T> extends NamedType<T> {

	private final Function<T, ByteString> serializer;

	private final Function<ByteString, T> deserializer;

	FunctionalType(String typeName, Class<T> javaType, Function<T, ByteString> serializer,
			Function<ByteString, T> deserializer) {
		super(TypeName.parse(typeName).toString(), javaType);
		this.serializer = serializer;
		this.deserializer = deserializer;
	}

	@Override
	public ByteString serialize(T value) {
		try {
			return Objects.requireNonNull(this.serializer.apply(value), "the result is null");
		}
		catch (SerializationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new SerializationException(
					"A %s cannot be written as %s: %s".formatted(javaType().getName(), typeName(), ex), ex);
		}
	}

	@Override
	public T deserialize(ByteString bytes) {
		try {
			return Objects.requireNonNull(this.deserializer.apply(bytes), "the result is null");
		}
		catch (SerializationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new SerializationException("The bytes of a value are not those of a %s: %s".formatted(typeName(), ex),
					ex);
		}
	}

}
