package dev.statefun.io;

import com.google.protobuf.ByteString;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.io.internal.EgressRecord;
import dev.statefun.type.MissingValueException;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.UnknownTypeException;
import org.jspecify.annotations.Nullable;

/**
 * The common base of the messages for the egresses that come with StateFun. They are
 * records, and their values are bytes or have a type.
 *
 * @since 0.1.0
 */
public abstract sealed class RecordEgressMessage implements EgressMessage
		permits KafkaEgressMessage, KinesisEgressMessage {

	private final String egress;

	RecordEgressMessage(String egress) {
		this.egress = egress;
	}

	@Override
	public final String egress() {
		return this.egress;
	}

	/**
	 * Make the record. It is written without a message in between.
	 * @param types finds the types of values
	 * @return the record
	 * @throws IllegalArgumentException if something is missing that the egress demands
	 * @throws UnknownTypeException if the class of the value has no type
	 * @throws SerializationException if the value cannot be written
	 */
	public abstract EgressRecord toRecord(TypeRegistry types);

	@Override
	public final TypedValue value(TypeRegistry types) {
		return toRecord(types).toTypedValue();
	}

	/** Check a part that a record must have. */
	<T> T require(@Nullable T part, String record, String name, String method) {
		if (part == null) {
			throw new IllegalArgumentException(
					"A %s for the egress %s has no %s: call %s".formatted(record, this.egress, name, method));
		}
		return part;
	}

	static String requireText(String text, String description) {
		if (text.isEmpty()) {
			throw new IllegalArgumentException("The %s must not be empty".formatted(description));
		}
		return text;
	}

	/** Tell an object that is to be serialized from a text that is the value itself. */
	static Object toSerialize(Object value) {
		return (value instanceof String text) ? new SerializedText(text) : value;
	}

	/** Return the value of a record: a text, or bytes. */
	static Object content(Object value, TypeRegistry types) {
		if (value instanceof String text) {
			return text;
		}
		if (value instanceof SerializedText text) {
			return types.serialize(text.value()).bytes();
		}
		if (value instanceof ByteString raw) {
			return raw;
		}
		if (value instanceof byte[] array) {
			return ByteString.copyFrom(array);
		}
		TypedValue typed = (value instanceof Message message) ? message.typedValue() : types.serialize(value);
		if (!typed.hasValue()) {
			// The engine would write a record of no bytes
			throw new MissingValueException(typed.typeName());
		}
		return typed.bytes();
	}

	/**
	 * A text that is to become the bytes that it would have as a message.
	 */
	private record SerializedText(String value) {

	}

}
