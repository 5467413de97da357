package dev.statefun.io;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A message that its function could not handle, and why: what goes to the egress for dead
 * letters, and can be read back and sent again.
 * <p>
 * It travels as the protobuf message {@code dev.statefun.DeadLetter}, whose definition is
 * the resource {@code dev/statefun/dead_letter.proto}.
 *
 * @param target the function instance that the message is for
 * @param caller the function that sent it, or {@code null} if it came from an ingress
 * @param value the message as it came, possibly without a value
 * @param exceptionType the class of the exception with which it failed last
 * @param exceptionMessage the message of that, empty if it has none, with at most
 * {@value #MAX_MESSAGE_LENGTH} characters
 * @param attempts how often it was tried within the last request of the engine
 * @param time when it failed last
 * @since 0.1.0
 */
public record DeadLetter(Address target, @Nullable Address caller, TypedValue value, String exceptionType,
		String exceptionMessage, int attempts, Instant time) {

	/** How many characters of the message of an exception are kept. */
	public static final int MAX_MESSAGE_LENGTH = 2000;

	/**
	 * The type under which dead letters travel.
	 */
	public static final Type<DeadLetter> TYPE = new DeadLetterType();

	private static final int TARGET = 1;

	private static final int CALLER = 2;

	private static final int VALUE_TYPE = 3;

	private static final int VALUE = 4;

	private static final int EXCEPTION_TYPE = 5;

	private static final int EXCEPTION_MESSAGE = 6;

	private static final int ATTEMPTS = 7;

	private static final int TIME = 8;

	/** True if there is no value. Older dead letters, which lack the field, have one. */
	private static final int NO_VALUE = 9;

	private static final int NAMESPACE = 1;

	private static final int NAME = 2;

	private static final int ID = 3;

	private static final int DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

	/**
	 * Create a dead letter.
	 * @param target the function instance
	 * @param caller the function that sent the message, or {@code null}
	 * @param value the message
	 * @param exceptionType the class of the exception
	 * @param exceptionMessage its message, which is cut if it is too long
	 * @param attempts how often the message was tried
	 * @param time when it failed last
	 */
	public DeadLetter {
		if (exceptionMessage.length() > MAX_MESSAGE_LENGTH) {
			int end = MAX_MESSAGE_LENGTH - 1;
			end -= Character.isHighSurrogate(exceptionMessage.charAt(end - 1)) ? 1 : 0;
			exceptionMessage = exceptionMessage.substring(0, end) + "…";
		}
	}

	/**
	 * Read a dead letter, as from a record of Kafka.
	 * @param bytes what {@link #toBytes()} returned
	 * @return the dead letter
	 * @throws SerializationException if the bytes are not those of a dead letter
	 */
	public static DeadLetter from(byte[] bytes) {
		return from(ByteString.copyFrom(bytes));
	}

	/**
	 * Read a dead letter.
	 * @param bytes what {@link #toBytes()} returned
	 * @return the dead letter
	 * @throws SerializationException if the bytes are not those of a dead letter
	 */
	public static DeadLetter from(ByteString bytes) {
		try {
			return read(bytes.newCodedInput());
		}
		catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			throw new SerializationException("The bytes are not those of a dead letter: " + ex.getMessage(), ex);
		}
	}

	private static DeadLetter read(CodedInputStream input) throws IOException {
		Address target = null;
		Address caller = null;
		String valueType = "";
		ByteString value = ByteString.EMPTY;
		boolean noValue = false;
		String exceptionType = "";
		String exceptionMessage = "";
		int attempts = 0;
		Instant time = Instant.EPOCH;
		int tag;
		while ((tag = input.readTag()) != 0) {
			switch (tag) {
				case TARGET << 3 | DELIMITED -> target = readAddress(input.readBytes());
				case CALLER << 3 | DELIMITED -> caller = readAddress(input.readBytes());
				case VALUE_TYPE << 3 | DELIMITED -> valueType = input.readStringRequireUtf8();
				case VALUE << 3 | DELIMITED -> value = input.readBytes();
				case EXCEPTION_TYPE << 3 | DELIMITED -> exceptionType = input.readStringRequireUtf8();
				case EXCEPTION_MESSAGE << 3 | DELIMITED -> exceptionMessage = input.readStringRequireUtf8();
				case ATTEMPTS << 3 -> attempts = input.readUInt32();
				case TIME << 3 | DELIMITED ->
					time = instant(input.readMessage(Timestamp.parser(), ExtensionRegistryLite.getEmptyRegistry()));
				case NO_VALUE << 3 -> noValue = input.readBool();
				default -> input.skipField(tag);
			}
		}
		if (target == null) {
			throw new IllegalArgumentException("they name no target");
		}
		TypedValue typed = noValue ? TypedValue.withoutValue(valueType, value) : new TypedValue(valueType, value);
		return new DeadLetter(target, caller, typed, exceptionType, exceptionMessage, attempts, time);
	}

	private static Address readAddress(ByteString bytes) throws IOException {
		CodedInputStream input = bytes.newCodedInput();
		String namespace = "";
		String name = "";
		String id = "";
		int tag;
		while ((tag = input.readTag()) != 0) {
			switch (tag) {
				case NAMESPACE << 3 | DELIMITED -> namespace = input.readStringRequireUtf8();
				case NAME << 3 | DELIMITED -> name = input.readStringRequireUtf8();
				case ID << 3 | DELIMITED -> id = input.readStringRequireUtf8();
				default -> input.skipField(tag);
			}
		}
		return new Address(new TypeName(namespace, name), id);
	}

	private static Instant instant(Timestamp timestamp) {
		return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
	}

	/**
	 * Write the dead letter.
	 * @return its bytes
	 */
	public ByteString toBytes() {
		ByteString.Output bytes = ByteString.newOutput(256 + this.value.bytes().size());
		try {
			CodedOutputStream output = CodedOutputStream.newInstance(bytes);
			output.writeBytes(TARGET, write(this.target));
			if (this.caller != null) {
				output.writeBytes(CALLER, write(this.caller));
			}
			output.writeString(VALUE_TYPE, this.value.typeName());
			output.writeBytes(VALUE, this.value.bytes());
			output.writeString(EXCEPTION_TYPE, this.exceptionType);
			output.writeString(EXCEPTION_MESSAGE, this.exceptionMessage);
			output.writeUInt32(ATTEMPTS, this.attempts);
			output.writeMessage(TIME,
					Timestamp.newBuilder()
						.setSeconds(this.time.getEpochSecond())
						.setNanos(this.time.getNano())
						.build());
			if (!this.value.hasValue()) {
				output.writeBool(NO_VALUE, true);
			}
			output.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return bytes.toByteString();
	}

	private static ByteString write(Address address) throws IOException {
		ByteString.Output bytes = ByteString.newOutput();
		CodedOutputStream output = CodedOutputStream.newInstance(bytes);
		output.writeString(NAMESPACE, address.type().namespace());
		output.writeString(NAME, address.type().name());
		output.writeString(ID, address.id());
		output.flush();
		return bytes.toByteString();
	}

	/**
	 * Send the message to its target again, after the present message has been handled.
	 * The present function becomes its caller.
	 * @param context the context of the function that replays
	 */
	public void replay(Context context) {
		context.send(this.target, this.value);
	}

	/**
	 * Make the message a record again, for the topic from which the engine takes it. The
	 * id of its target becomes the key, as Kafka ingresses expect it, and its bytes
	 * become the value. The ingress must know the types of the function and of the value.
	 * @param egress the Kafka egress, {@code namespace/name}
	 * @param topic the topic
	 * @return the record. Sending it fails if the message has no value, since an ingress
	 * cannot take such a record
	 */
	public KafkaEgressMessage toKafkaMessage(String egress, String topic) {
		return KafkaEgressMessage.forEgress(egress)
			.withTopic(topic)
			.withUtf8Key(this.target.id())
			.withValue(this.value);
	}

	private static final class DeadLetterType implements Type<DeadLetter> {

		private static final String NAME = "dev.statefun.DeadLetter";

		@Override
		public String typeName() {
			return "type.googleapis.com/" + NAME;
		}

		/** As protobuf has it, only what follows the last slash counts. */
		@Override
		public boolean accepts(String name) {
			return name.endsWith("/" + NAME);
		}

		@Override
		public Class<DeadLetter> javaType() {
			return DeadLetter.class;
		}

		@Override
		public boolean hasImmutableValues() {
			return true;
		}

		@Override
		public ByteString serialize(DeadLetter value) {
			return value.toBytes();
		}

		@Override
		public DeadLetter deserialize(ByteString bytes) {
			return from(bytes);
		}

		@Override
		public String toString() {
			return typeName();
		}

	}

}
