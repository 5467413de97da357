package dev.statefun.type;

import java.util.function.Function;

import com.google.protobuf.ByteString;

/**
 * What two functions write and read.
 *
 * @param <T> the Java type of the values
 */
final class FunctionalType<T> implements Type<T> {

	private final String typeName;

	private final Class<T> javaType;

	private final Function<T, ByteString> serializer;

	private final Function<ByteString, T> deserializer;

	FunctionalType(String typeName, Class<T> javaType, Function<T, ByteString> serializer,
			Function<ByteString, T> deserializer) {
		this.typeName = TypeName.parse(typeName).toString();
		this.javaType = javaType;
		this.serializer = serializer;
		this.deserializer = deserializer;
	}

	@Override
	public String typeName() {
		return this.typeName;
	}

	@Override
	public Class<T> javaType() {
		return this.javaType;
	}

	@Override
	public ByteString serialize(T value) {
		try {
			return this.serializer.apply(value);
		}
		catch (SerializationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new SerializationException(
					"A %s cannot be written as %s: %s".formatted(this.javaType.getName(), this.typeName, ex), ex);
		}
	}

	@Override
	public T deserialize(ByteString bytes) {
		try {
			return this.deserializer.apply(bytes);
		}
		catch (SerializationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new SerializationException(
					"The bytes of a value are not those of a %s: %s".formatted(this.typeName, ex), ex);
		}
	}

	@Override
	public String toString() {
		return this.typeName;
	}

}
