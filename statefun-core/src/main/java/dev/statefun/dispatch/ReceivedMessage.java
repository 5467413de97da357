package dev.statefun.dispatch;

import com.google.protobuf.ByteString;
import dev.statefun.Message;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;

/**
 * A message as it came in a request.
 */
record ReceivedMessage(TypedValue value, TypeRegistry types) implements Message {

	@Override
	public String valueTypeName() {
		return this.value.typeName();
	}

	@Override
	public ByteString rawValue() {
		return this.value.bytes();
	}

	@Override
	public boolean is(Type<?> type) {
		return this.value.is(type);
	}

	@Override
	public boolean is(Class<?> javaType) {
		return is(this.types.typeOf(javaType));
	}

	@Override
	public <T> T as(Type<T> type) {
		try {
			return this.value.as(type);
		}
		catch (SerializationException ex) {
			throw new UndecodableMessageException(ex);
		}
	}

	@Override
	public <T> T as(Class<T> javaType) {
		return as(this.types.typeOf(javaType));
	}

}
