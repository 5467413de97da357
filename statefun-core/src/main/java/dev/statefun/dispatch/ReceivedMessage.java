package dev.statefun.dispatch;

import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Message;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came in a request.
 */
final class ReceivedMessage implements Message {

	private final Invocation invocation;

	private final TypeRegistry types;

	ReceivedMessage(Invocation invocation, TypeRegistry types) {
		this.invocation = invocation;
		this.types = types;
	}

	@Nullable Address caller() {
		return this.invocation.caller();
	}

	TypeRegistry types() {
		return this.types;
	}

	@Override
	public TypedValue typedValue() {
		return this.invocation.argument();
	}

	@Override
	public boolean hasValue() {
		return typedValue().hasValue();
	}

	@Override
	public Map<String, ByteString> metadata() {
		return this.invocation.metadata();
	}

	@Override
	public String valueTypeName() {
		return typedValue().typeName();
	}

	@Override
	public ByteString rawValue() {
		return typedValue().bytes();
	}

	@Override
	public boolean is(Type<?> type) {
		return typedValue().is(type);
	}

	@Override
	public boolean is(Class<?> javaType) {
		return is(typeOf(javaType));
	}

	@Override
	public <T> T as(Type<T> type) {
		try {
			return typedValue().as(type);
		}
		catch (SerializationException ex) {
			throw new UndecodableMessageException(ex);
		}
	}

	@Override
	public <T> T as(Class<T> javaType) {
		return as(typeOf(javaType));
	}

	/**
	 * Return the type of a class that accepts the value, or the one to complain about.
	 */
	private <T> Type<T> typeOf(Class<T> javaType) {
		Type<T> sent = this.types.typeOf(javaType);
		if (!is(sent)) {
			for (Type<T> type : this.types.typesOf(javaType)) {
				if (is(type)) {
					return type;
				}
			}
		}
		return sent;
	}

}
