package dev.statefun.client.internal;

import java.util.function.Function;

import com.google.protobuf.ByteString;
import dev.statefun.io.internal.Asks;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;

/**
 * A type of the gateway's messages.
 */
record WireType<T>(String typeName, Class<T> javaType, Function<T, ByteString> writer,
		Function<ByteString, T> reader) implements Type<T> {

	/** Create a type whose name is that of the class, in the reserved namespace. */
	static <T> WireType<T> of(Class<T> javaType, Function<T, ByteString> writer, Function<ByteString, T> reader) {
		return new WireType<>(Asks.RESERVED + "/" + javaType.getSimpleName(), javaType, writer, reader);
	}

	@Override
	public boolean hasImmutableValues() {
		return true;
	}

	@Override
	public ByteString serialize(T value) {
		return this.writer.apply(value);
	}

	@Override
	public T deserialize(ByteString bytes) {
		return this.reader.apply(bytes);
	}

	TypedValue toValue(T value) {
		return TypedValue.of(this, value);
	}

}
