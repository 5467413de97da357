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
class ReceivedMessage implements Message {

	private final Invocation invocation;

	private final TypeRegistry types;

	ReceivedMessage(Invocation invocation, TypeRegistry types) {
		this.invocation = invocation;
		this.types = types;
	}

	final Invocation received() {
		return this.invocation;
	}

	final TypeRegistry types() {
		return this.types;
	}

	final TypedValue typedValue() {
		return this.invocation.argument();
	}

	@Override
	public final Map<String, ByteString> metadata() {
		return this.invocation.metadata();
	}

	@Override
	public final String valueTypeName() {
		return typedValue().typeName();
	}

	@Override
	public final ByteString rawValue() {
		return typedValue().bytes();
	}

	@Override
	public final boolean is(Type<?> type) {
		return typedValue().is(type);
	}

	@Override
	public final boolean is(Class<?> javaType) {
		return is(this.types.typeOf(javaType));
	}

	@Override
	public final <T> T as(Type<T> type) {
		try {
			return typedValue().as(type);
		}
		catch (SerializationException ex) {
			throw new UndecodableMessageException(ex);
		}
	}

	@Override
	public final <T> T as(Class<T> javaType) {
		return as(this.types.typeOf(javaType));
	}

}
