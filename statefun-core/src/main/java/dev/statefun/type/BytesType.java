package dev.statefun.type;

import java.util.function.Function;

import com.google.protobuf.ByteString;

/**
 * Plain bytes.
 *
 * @param <T> what holds them in Java
 */
final class BytesType<T> implements Type<T> {

	private final String typeName;

	private final Class<T> javaType;

	private final Function<T, ByteString> serializer;

	private final Function<ByteString, T> deserializer;

	BytesType(String typeName, Class<T> javaType, Function<T, ByteString> serializer,
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
		return this.serializer.apply(value);
	}

	@Override
	public T deserialize(ByteString bytes) {
		return this.deserializer.apply(bytes);
	}

	@Override
	public String toString() {
		return this.typeName;
	}

}
