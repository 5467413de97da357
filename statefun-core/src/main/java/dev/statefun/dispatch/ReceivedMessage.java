package dev.statefun.dispatch;

import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Message;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;

/**
 * A message as it came in a request.
 */
record ReceivedMessage(Invocation invocation, TypeRegistry types) implements Message {

	TypedValue value() {
		return this.invocation.argument();
	}

	@Override
	public Map<String, ByteString> metadata() {
		return this.invocation.metadata();
	}

	@Override
	public String valueTypeName() {
		return value().typeName();
	}

	@Override
	public ByteString rawValue() {
		return value().bytes();
	}

	@Override
	public boolean is(Type<?> type) {
		return value().is(type);
	}

	@Override
	public boolean is(Class<?> javaType) {
		return is(this.types.typeOf(javaType));
	}

	@Override
	public <T> T as(Type<T> type) {
		try {
			return value().as(type);
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
