package dev.statefun.protocol.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.io.internal.EgressRecord;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes the effects of a request, one after another, in encoded form. Going back to a
 * position undoes the last ones. In 2.x, methods that take a value throw
 * {@link SerializationException} if it is a primitive with malformed bytes. For one
 * thread at a time.
 */
public final class ResponseWriter extends ExclusiveWriter {

	private static final byte[] NOTHING = {};

	/**
	 * Room for the header of the effects: a tag of two bytes, and a length of up to five,
	 * which is known only at the end.
	 */
	static final int HEADER_SIZE = 2 + 5;

	private final ProtocolVersion version;

	private final EncodedNames names;

	/** Absent if the bytes are of no pool. */
	private final @Nullable PooledBuffer buffer;

	/**
	 * The id of the function instance, which is often the target or the key of messages.
	 * Encoding it once saves 7 ns a message that has it.
	 */
	private final String ownId;

	private byte @Nullable [] encodedOwnId;

	/** The metadata of messages to functions, as fields of their values. */
	private byte[] metadata = NOTHING;

	/** The last text, which functions often send to several targets. */
	private @Nullable String text;

	private byte[] encodedText = NOTHING;

	ResponseWriter(ProtocolVersion version, String ownId, EncodedNames names, @Nullable PooledBuffer buffer,
			byte[] bytes) {
		super(bytes);
		this.version = version;
		this.ownId = ownId;
		this.names = names;
		this.buffer = buffer;
		position(HEADER_SIZE);
	}

	/**
	 * Set the metadata of the messages to functions from now on. The 2.x protocol has no
	 * metadata.
	 * @param newMetadata the metadata by name
	 */
	public void metadata(Map<String, ByteString> newMetadata) {
		if (this.version == ProtocolVersion.V2 || newMetadata.isEmpty()) {
			this.metadata = NOTHING;
			return;
		}
		this.metadata = EncodedNames.encodeMetadata(newMetadata);
	}

	/**
	 * Send a message to a function.
	 * @param target whom it is for
	 * @param argument its value
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
	 */
	public void send(String type, String id, TypedValue argument) {
		send(this.names.encode(type), id, argument);
	}

	private void send(byte[] type, String targetId, TypedValue argument) {
		ByteString bytes = translated(argument);
		byte[] id = utf8(targetId);
		byte[] valueType = this.names.encodeValueType(argument);
		int targetSize = addressSize(type, id);
		int valueSize = valueSize(valueType, bytes) + this.metadata.length;
		start(WireFields.RESULT_MESSAGES, sizeOfMessage(WireFields.MESSAGE_TARGET, targetSize)
				+ sizeOfMessage(WireFields.MESSAGE_ARGUMENT, valueSize), bytes);
		address(WireFields.MESSAGE_TARGET, targetSize, type, id);
		value(WireFields.MESSAGE_ARGUMENT, valueSize, valueType, bytes);
		appendMetadata();
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
		int textSize = sizeOfBytes(WireFields.PRIMITIVE, text.length);
		int valueSize = valueType.length + sizeOfBytes(bytesField(), textSize) + this.metadata.length;
		start(WireFields.RESULT_MESSAGES, sizeOfMessage(WireFields.MESSAGE_TARGET, targetSize)
				+ sizeOfMessage(WireFields.MESSAGE_ARGUMENT, valueSize));
		address(WireFields.MESSAGE_TARGET, targetSize, type, id);
		header(WireFields.MESSAGE_ARGUMENT, valueSize);
		append(valueType);
		if (text.length != 0) {
			header(bytesField(), textSize);
			bytes(WireFields.PRIMITIVE, text);
		}
		appendMetadata();
	}

	/**
	 * Send a message to a function after a while.
	 * @param delay for how long the engine keeps it, not negative
	 * @param target whom it is for
	 * @param argument its value
	 * @param cancellationToken the token by which it can be cancelled, or {@code null}
	 * @throws UnsupportedOperationException if the answer is of 2.x and there is a token
	 */
	public void sendAfter(Duration delay, Address target, TypedValue argument, @Nullable String cancellationToken) {
		ByteString bytes = translated(argument);
		byte[] type = this.names.encode(target.type());
		byte[] id = utf8(target.id());
		byte[] valueType = this.names.encodeValueType(argument);
		byte[] token = (cancellationToken != null) ? token(cancellationToken) : NOTHING;
		long millis = delay.toMillis();
		int targetSize = addressSize(type, id);
		int valueSize = valueSize(valueType, bytes) + this.metadata.length;
		start(WireFields.RESULT_DELAYED,
				sizeOfNumber(WireFields.DELAYED_MILLIS, millis) + sizeOfMessage(WireFields.DELAYED_TARGET, targetSize)
						+ sizeOfMessage(WireFields.DELAYED_ARGUMENT, valueSize)
						+ sizeOfBytes(WireFields.DELAYED_TOKEN, token.length),
				bytes);
		number(WireFields.DELAYED_MILLIS, millis);
		address(WireFields.DELAYED_TARGET, targetSize, type, id);
		value(WireFields.DELAYED_ARGUMENT, valueSize, valueType, bytes);
		appendMetadata();
		bytes(WireFields.DELAYED_TOKEN, token);
	}

	/**
	 * Cancel delayed messages.
	 * @param cancellationToken the token that they were sent with
	 * @throws UnsupportedOperationException if the answer is of 2.x
	 */
	public void cancelDelayed(String cancellationToken) {
		byte[] token = token(cancellationToken);
		start(WireFields.RESULT_DELAYED, sizeOfNumber(WireFields.DELAYED_IS_CANCELLATION, 1)
				+ sizeOfBytes(WireFields.DELAYED_TOKEN, token.length));
		number(WireFields.DELAYED_IS_CANCELLATION, 1);
		bytes(WireFields.DELAYED_TOKEN, token);
	}

	/**
	 * Send a message out of the engine.
	 * @param egress the egress, {@code namespace/name}
	 * @param argument its value
	 * @throws IllegalArgumentException if the name of the egress is malformed
	 */
	public void sendEgress(String egress, TypedValue argument) {
		egress(egress, argument);
	}

	/**
	 * Send a message out of the engine.
	 * @param egress a text, or a type name
	 */
	void egress(Object egress, TypedValue argument) {
		byte[] name = this.names.encode(egress);
		ByteString bytes = translated(argument);
		byte[] valueType = this.names.encodeValueType(argument);
		int valueSize = valueSize(valueType, bytes);
		start(WireFields.RESULT_EGRESSES, name.length + sizeOfMessage(WireFields.EGRESS_ARGUMENT, valueSize), bytes);
		append(name);
		value(WireFields.EGRESS_ARGUMENT, valueSize, valueType, bytes);
	}

	/**
	 * Send a record out of the engine.
	 * @param egress the egress, {@code namespace/name}
	 * @param egressRecord the record
	 * @throws IllegalArgumentException if the name of the egress is malformed
	 */
	public void sendEgress(String egress, EgressRecord egressRecord) {
		byte[] name = this.names.encode(egress);
		byte[] type = this.names.encodeValueType(egressRecord.typeName());
		byte[] key = optional(egressRecord.key());
		byte[] destination = this.names.encodeText(egressRecord.destination());
		byte[] extra = optional(egressRecord.extra());
		int size = sizeOfBytes(EgressRecord.KEY, key.length) + sizeOfBytes(EgressRecord.DESTINATION, destination.length)
				+ sizeOfBytes(EgressRecord.EXTRA, extra.length);
		if (egressRecord.value() instanceof String content) {
			byte[] bytes = encodedText(content);
			startRecord(name, type, key, size + sizeOfBytes(EgressRecord.VALUE, bytes.length), ByteString.EMPTY);
			bytes(EgressRecord.VALUE, bytes);
		}
		else {
			ByteString bytes = (ByteString) egressRecord.value();
			startRecord(name, type, key, size + sizeOfBytes(EgressRecord.VALUE, bytes.size()), bytes);
			bytes(EgressRecord.VALUE, bytes);
		}
		bytes(EgressRecord.DESTINATION, destination);
		bytes(EgressRecord.EXTRA, extra);
	}

	private void startRecord(byte[] egress, byte[] type, byte[] key, int size, ByteString value) {
		int valueSize = type.length + sizeOfBytes(bytesField(), size);
		start(WireFields.RESULT_EGRESSES, egress.length + sizeOfMessage(WireFields.EGRESS_ARGUMENT, valueSize), value);
		append(egress);
		header(WireFields.EGRESS_ARGUMENT, valueSize);
		append(type);
		header(bytesField(), size);
		bytes(EgressRecord.KEY, key);
	}

	/**
	 * Change a state.
	 * @param name the name of the state
	 * @param newValue its new value. {@code null} or a type without a value removes it
	 */
	public void mutate(String name, @Nullable TypedValue newValue) {
		byte[] utf8 = this.names.encodeText(name);
		if (newValue == null || !newValue.hasValue()) {
			start(WireFields.RESULT_MUTATIONS, sizeOfBytes(WireFields.MUTATION_NAME, utf8.length));
			bytes(WireFields.MUTATION_NAME, utf8);
			return;
		}
		ByteString bytes = translated(newValue);
		byte[] valueType = this.names.encodeValueType(newValue);
		int valueSize = valueSize(valueType, bytes);
		startModification(utf8, valueSize, bytes);
		value(WireFields.MUTATION_VALUE, valueSize, valueType, bytes);
	}

	/**
	 * Change a state that is of {@link Types#longType()}. No objects are made for it,
	 * which would take 96 bytes a request.
	 * @param name the name of the state
	 * @param newValue its new value
	 */
	public void mutate(String name, long newValue) {
		if (this.version == ProtocolVersion.V2 || newValue == 0) {
			mutate(name, TypedValue.of(Types.longType(), newValue));
			return;
		}
		byte[] valueType = this.names.encodeValueType(Types.longType().typeName());
		int valueSize = valueType.length + sizeOfMessage(WireFields.V3_VALUE_BYTES, FIXED64_SIZE);
		startModification(this.names.encodeText(name), valueSize, ByteString.EMPTY);
		header(WireFields.MUTATION_VALUE, valueSize);
		append(valueType);
		header(WireFields.V3_VALUE_BYTES, FIXED64_SIZE);
		fixed64(WireFields.PRIMITIVE, newValue);
	}

	private void startModification(byte[] name, int valueSize, ByteString value) {
		start(WireFields.RESULT_MUTATIONS,
				sizeOfNumber(WireFields.MUTATION_TYPE, WireFields.MUTATION_TYPE_MODIFY)
						+ sizeOfBytes(WireFields.MUTATION_NAME, name.length)
						+ sizeOfMessage(WireFields.MUTATION_VALUE, valueSize),
				value);
		number(WireFields.MUTATION_TYPE, WireFields.MUTATION_TYPE_MODIFY);
		bytes(WireFields.MUTATION_NAME, name);
	}

	/**
	 * Count the bytes that the answer has if it is finished now.
	 * @return the number of bytes
	 */
	public long size() {
		long length = sizeSince(HEADER_SIZE);
		return length + headerSize((int) Math.min(length, Integer.MAX_VALUE / 2));
	}

	private static int headerSize(int length) {
		return sizeOfMessage(WireFields.FROM_FUNCTION_RESULT, length) - length;
	}

	/**
	 * Finish the answer. Nothing more can be written then.
	 * @return the result, with all effects that were not undone
	 */
	public Completed finish() {
		int end = position();
		Insertions insertions = insertions();
		int length = Math.addExact(end - HEADER_SIZE, (insertions != null) ? insertions.size() : 0);
		int start = HEADER_SIZE - headerSize(length);
		position(start);
		longHeader(WireFields.FROM_FUNCTION_RESULT, length);
		byte[] bytes = detach();
		return new Completed(new EncodedEffects(this.version, bytes, start, end, insertions, this.buffer));
	}

	private void appendMetadata() {
		if (this.metadata != NOTHING) {
			append(this.metadata);
		}
	}

	private ByteString translated(TypedValue value) {
		return (this.version == ProtocolVersion.V2) ? LegacyValues.toWireBytes(value) : value.bytes();
	}

	private byte[] utf8(String text) {
		if (text != this.ownId) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		if (this.encodedOwnId == null) {
			this.encodedOwnId = text.getBytes(StandardCharsets.UTF_8);
		}
		return this.encodedOwnId;
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
		return type.length + sizeOfBytes(WireFields.ADDRESS_ID, id.length);
	}

	private void address(int field, int size, byte[] type, byte[] id) {
		header(field, size);
		append(type);
		bytes(WireFields.ADDRESS_ID, id);
	}

	private int valueSize(byte[] type, ByteString bytes) {
		return type.length + sizeOfBytes(bytesField(), bytes.size());
	}

	private void value(int field, int size, byte[] type, ByteString bytes) {
		header(field, size);
		append(type);
		bytes(bytesField(), bytes);
	}

	private int bytesField() {
		return (this.version == ProtocolVersion.V2) ? WireFields.V2_VALUE_BYTES : WireFields.V3_VALUE_BYTES;
	}

}
