package dev.statefun.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.io.EgressRecord;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the effects of a request one after the other, in the form in which they travel.
 * To undo the latest ones, go back to a position. For one thread at a time.
 *
 * @since 0.1.0
 */
public final class ResponseWriter {

	private static final byte[] NOTHING = {};

	private static final int TAG_SIZE = 2;

	private static final int MAX_LENGTH_SIZE = 5;

	/** Room for what comes before the effects, whose length is known at the end only. */
	private static final int HEADER_SIZE = TAG_SIZE + MAX_LENGTH_SIZE;

	private final ProtocolVersion version;

	private final EncodedNames names;

	private final BufferPool buffers;

	private final WireWriter writer;

	/** Of the function instance at hand, which often sends to one of the same id. */
	private final String ownId;

	private byte @Nullable [] encodedOwnId;

	/** What was sent last, which is often sent to others as well. */
	private @Nullable String text;

	private byte[] encodedText = NOTHING;

	ResponseWriter(ProtocolVersion version, String ownId, EncodedNames names, BufferPool buffers, int expectedSize) {
		this.version = version;
		this.ownId = ownId;
		this.names = names;
		this.buffers = buffers;
		this.writer = new WireWriter(buffers.take(HEADER_SIZE + expectedSize));
		this.writer.position(HEADER_SIZE);
	}

	/**
	 * How far it has come.
	 * @return the number of bytes written
	 */
	public int position() {
		return this.writer.position();
	}

	/**
	 * Undo what was written since.
	 * @param position what {@link #position()} returned before
	 */
	public void backTo(int position) {
		this.writer.position(position);
	}

	/**
	 * Send a message to a function.
	 * @param target whom it is for
	 * @param argument its value
	 * @throws SerializationException if the answer is of 2.x, and the value has the bytes
	 * of a primitive that are not those of one
	 */
	public void send(Address target, TypedValue argument) {
		send(this.names.encode(target.type()), target.id(), argument);
	}

	/**
	 * Send a message to a function.
	 * @param type its type, {@code namespace/name}
	 * @param id which instance
	 * @param argument the value
	 * @throws IllegalArgumentException if the type is malformed
	 * @throws SerializationException if the answer is of 2.x, and the value has the bytes
	 * of a primitive that are not those of one
	 */
	public void send(String type, String id, TypedValue argument) {
		send(this.names.encode(type), id, argument);
	}

	private void send(byte[] type, String targetId, TypedValue argument) {
		TypedValue value = translated(argument);
		byte[] id = utf8(targetId);
		byte[] valueType = this.names.encodeValueType(value.typeName());
		int targetSize = addressSize(type, id);
		int valueSize = valueSize(valueType, value.bytes());
		this.writer.start(WireFields.RESULT_MESSAGES, WireWriter.sizeOfMessage(WireFields.MESSAGE_TARGET, targetSize)
				+ WireWriter.sizeOfMessage(WireFields.MESSAGE_ARGUMENT, valueSize));
		address(WireFields.MESSAGE_TARGET, targetSize, type, id);
		value(WireFields.MESSAGE_ARGUMENT, valueSize, valueType, value.bytes());
	}

	/**
	 * Send a text to a function.
	 * @param target whom it is for
	 * @param argument the text
	 */
	public void send(Address target, String argument) {
		send(this.names.encode(target.type()), target.id(), argument);
	}

	/**
	 * Send a text to a function.
	 * @param type its type, {@code namespace/name}
	 * @param id which instance
	 * @param argument the text
	 * @throws IllegalArgumentException if the type is malformed
	 */
	public void send(String type, String id, String argument) {
		send(this.names.encode(type), id, argument);
	}

	private void send(byte[] type, String targetId, String argument) {
		byte[] id = utf8(targetId);
		byte[] valueType = this.names.textType();
		byte[] text = encodedText(argument);
		int targetSize = addressSize(type, id);
		int textSize = WireWriter.sizeOfBytes(WireFields.PRIMITIVE, text.length);
		int valueSize = valueType.length + WireWriter.sizeOfBytes(bytesField(), textSize);
		this.writer.start(WireFields.RESULT_MESSAGES, WireWriter.sizeOfMessage(WireFields.MESSAGE_TARGET, targetSize)
				+ WireWriter.sizeOfMessage(WireFields.MESSAGE_ARGUMENT, valueSize));
		address(WireFields.MESSAGE_TARGET, targetSize, type, id);
		this.writer.header(WireFields.MESSAGE_ARGUMENT, valueSize);
		this.writer.append(valueType);
		if (text.length != 0) {
			this.writer.header(bytesField(), textSize);
			this.writer.bytes(WireFields.PRIMITIVE, text);
		}
	}

	/**
	 * Send a message to a function after a while.
	 * @param delay for how long the engine keeps it, not negative
	 * @param target whom it is for
	 * @param argument its value
	 * @param cancellationToken the token by which it can be cancelled, or {@code null}
	 * @throws SerializationException if the answer is of 2.x, and the value has the bytes
	 * of a primitive that are not those of one
	 * @throws UnsupportedOperationException if the answer is of 2.x and there is a token
	 */
	public void sendAfter(Duration delay, Address target, TypedValue argument, @Nullable String cancellationToken) {
		TypedValue value = translated(argument);
		byte[] type = this.names.encode(target.type());
		byte[] id = utf8(target.id());
		byte[] valueType = this.names.encodeValueType(value.typeName());
		byte[] token = (cancellationToken != null) ? token(cancellationToken) : NOTHING;
		long millis = delay.toMillis();
		int targetSize = addressSize(type, id);
		int valueSize = valueSize(valueType, value.bytes());
		this.writer.start(WireFields.RESULT_DELAYED,
				WireWriter.sizeOfNumber(WireFields.DELAYED_MILLIS, millis)
						+ WireWriter.sizeOfMessage(WireFields.DELAYED_TARGET, targetSize)
						+ WireWriter.sizeOfMessage(WireFields.DELAYED_ARGUMENT, valueSize)
						+ WireWriter.sizeOfBytes(WireFields.DELAYED_TOKEN, token.length));
		this.writer.number(WireFields.DELAYED_MILLIS, millis);
		address(WireFields.DELAYED_TARGET, targetSize, type, id);
		value(WireFields.DELAYED_ARGUMENT, valueSize, valueType, value.bytes());
		this.writer.bytes(WireFields.DELAYED_TOKEN, token);
	}

	/**
	 * Cancel delayed messages.
	 * @param cancellationToken the token that they were sent with
	 * @throws UnsupportedOperationException if the answer is of 2.x
	 */
	public void cancelDelayed(String cancellationToken) {
		byte[] token = token(cancellationToken);
		this.writer.start(WireFields.RESULT_DELAYED, WireWriter.sizeOfNumber(WireFields.DELAYED_IS_CANCELLATION, 1)
				+ WireWriter.sizeOfBytes(WireFields.DELAYED_TOKEN, token.length));
		this.writer.number(WireFields.DELAYED_IS_CANCELLATION, 1);
		this.writer.bytes(WireFields.DELAYED_TOKEN, token);
	}

	/**
	 * Send a message out of the engine.
	 * @param egress the egress, {@code namespace/name}
	 * @param argument its value
	 * @throws IllegalArgumentException if the name of the egress is malformed
	 * @throws SerializationException if the answer is of 2.x, and the value has the bytes
	 * of a primitive that are not those of one
	 */
	public void sendEgress(String egress, TypedValue argument) {
		sendEgress(this.names.encode(egress), argument);
	}

	private void sendEgress(byte[] name, TypedValue argument) {
		TypedValue value = translated(argument);
		byte[] valueType = this.names.encodeValueType(value.typeName());
		int valueSize = valueSize(valueType, value.bytes());
		this.writer.start(WireFields.RESULT_EGRESSES,
				name.length + WireWriter.sizeOfMessage(WireFields.EGRESS_ARGUMENT, valueSize));
		this.writer.append(name);
		value(WireFields.EGRESS_ARGUMENT, valueSize, valueType, value.bytes());
	}

	/**
	 * Send a record out of the engine.
	 * @param egress the egress, {@code namespace/name}
	 * @param egressRecord the record
	 * @throws IllegalArgumentException if the name of the egress is malformed
	 */
	public void sendEgress(String egress, EgressRecord egressRecord) {
		byte[] name = this.names.encode(egress);
		byte[] type = this.names.encodeRecordType(egressRecord.typeName());
		byte[] key = optional(egressRecord.key());
		byte[] destination = this.names.encodeText(egressRecord.destination());
		byte[] extra = optional(egressRecord.extra());
		int size = WireWriter.sizeOfBytes(EgressRecord.KEY, key.length)
				+ WireWriter.sizeOfBytes(EgressRecord.DESTINATION, destination.length)
				+ WireWriter.sizeOfBytes(EgressRecord.EXTRA, extra.length);
		if (egressRecord.value() instanceof String content) {
			byte[] bytes = encodedText(content);
			startRecord(name, type, key, size + WireWriter.sizeOfBytes(EgressRecord.VALUE, bytes.length));
			this.writer.bytes(EgressRecord.VALUE, bytes);
		}
		else {
			ByteString bytes = (ByteString) egressRecord.value();
			startRecord(name, type, key, size + WireWriter.sizeOfBytes(EgressRecord.VALUE, bytes.size()));
			this.writer.bytes(EgressRecord.VALUE, bytes);
		}
		this.writer.bytes(EgressRecord.DESTINATION, destination);
		this.writer.bytes(EgressRecord.EXTRA, extra);
	}

	private void startRecord(byte[] egress, byte[] type, byte[] key, int size) {
		int valueSize = type.length + WireWriter.sizeOfBytes(bytesField(), size);
		this.writer.start(WireFields.RESULT_EGRESSES,
				egress.length + WireWriter.sizeOfMessage(WireFields.EGRESS_ARGUMENT, valueSize));
		this.writer.append(egress);
		this.writer.header(WireFields.EGRESS_ARGUMENT, valueSize);
		this.writer.append(type);
		this.writer.header(bytesField(), size);
		this.writer.bytes(EgressRecord.KEY, key);
	}

	/**
	 * Change a state.
	 * @param name the name of the state
	 * @param newValue its new value, or {@code null} to remove it
	 * @throws SerializationException if the answer is of 2.x, and the value has the bytes
	 * of a primitive that are not those of one
	 */
	public void mutate(String name, @Nullable TypedValue newValue) {
		byte[] utf8 = this.names.encodeText(name);
		int nameSize = WireWriter.sizeOfBytes(WireFields.MUTATION_NAME, utf8.length);
		if (newValue == null) {
			this.writer.start(WireFields.RESULT_MUTATIONS, nameSize);
			this.writer.bytes(WireFields.MUTATION_NAME, utf8);
			return;
		}
		TypedValue value = translated(newValue);
		byte[] valueType = this.names.encodeValueType(value.typeName());
		int valueSize = valueSize(valueType, value.bytes());
		this.writer.start(WireFields.RESULT_MUTATIONS,
				WireWriter.sizeOfNumber(WireFields.MUTATION_TYPE, WireFields.MUTATION_TYPE_MODIFY) + nameSize
						+ WireWriter.sizeOfMessage(WireFields.MUTATION_VALUE, valueSize));
		this.writer.number(WireFields.MUTATION_TYPE, WireFields.MUTATION_TYPE_MODIFY);
		this.writer.bytes(WireFields.MUTATION_NAME, utf8);
		value(WireFields.MUTATION_VALUE, valueSize, valueType, value.bytes());
	}

	ResponseWriter write(List<Mutation> mutations, List<Outgoing> outgoing) {
		for (Outgoing effect : outgoing) {
			if (effect instanceof Send send) {
				send(send.target(), send.argument());
			}
			else if (effect instanceof SendAfter delayed) {
				sendAfter(delayed.delay(), delayed.target(), delayed.argument(), delayed.cancellationToken());
			}
			else if (effect instanceof CancelDelayed cancellation) {
				cancelDelayed(cancellation.cancellationToken());
			}
			else if (effect instanceof SendEgress egress) {
				sendEgress(this.names.encode(egress.egress()), egress.argument());
			}
		}
		for (Mutation mutation : mutations) {
			mutate(mutation.name(), mutation.value());
		}
		return this;
	}

	/**
	 * Finish the answer. Nothing more can be written then.
	 * @return the result, with all effects that were not undone
	 */
	public Completed finish() {
		int end = this.writer.position();
		int length = end - HEADER_SIZE;
		int start = end - WireWriter.sizeOfMessage(WireFields.FROM_FUNCTION_RESULT, length);
		this.writer.position(start);
		this.writer.header(WireFields.FROM_FUNCTION_RESULT, length);
		return new Completed(this.version, this.writer.detach(), start, end, this.buffers);
	}

	private TypedValue translated(TypedValue value) {
		return (this.version == ProtocolVersion.V2) ? LegacyValues.toWire(value) : value;
	}

	private byte[] utf8(String text) {
		if (text != this.ownId) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		byte[] encoded = this.encodedOwnId;
		if (encoded == null) {
			encoded = text.getBytes(StandardCharsets.UTF_8);
			this.encodedOwnId = encoded;
		}
		return encoded;
	}

	private byte[] encodedText(String newText) {
		if (newText != this.text) {
			this.encodedText = newText.getBytes(StandardCharsets.UTF_8);
			this.text = newText;
		}
		return this.encodedText;
	}

	private byte[] token(String cancellationToken) {
		if (this.version == ProtocolVersion.V2) {
			throw new UnsupportedOperationException("Delayed messages cannot be cancelled in the 2.x protocol");
		}
		return cancellationToken.getBytes(StandardCharsets.UTF_8);
	}

	private byte[] optional(@Nullable String text) {
		return (text != null) ? utf8(text) : NOTHING;
	}

	private static int addressSize(byte[] type, byte[] id) {
		return type.length + WireWriter.sizeOfBytes(WireFields.ADDRESS_ID, id.length);
	}

	private void address(int field, int size, byte[] type, byte[] id) {
		this.writer.header(field, size);
		this.writer.append(type);
		this.writer.bytes(WireFields.ADDRESS_ID, id);
	}

	private int valueSize(byte[] type, ByteString bytes) {
		return type.length + WireWriter.sizeOfBytes(bytesField(), bytes.size());
	}

	private void value(int field, int size, byte[] type, ByteString bytes) {
		this.writer.header(field, size);
		this.writer.append(type);
		this.writer.bytes(bytesField(), bytes);
	}

	private int bytesField() {
		return (this.version == ProtocolVersion.V2) ? WireFields.V2_VALUE_BYTES : WireFields.V3_VALUE_BYTES;
	}

}
