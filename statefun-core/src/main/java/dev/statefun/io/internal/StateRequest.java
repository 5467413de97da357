package dev.statefun.io.internal;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;

/**
 * A message of a gateway that dispatch answers in place of the function: it reads the
 * states of the instance, or changes one of them.
 *
 * @param operation what to do
 * @param state the name of the state that changes, empty to read all of them
 * @param value the value to set, otherwise a type without a value
 */
public record StateRequest(Operation operation, String state, TypedValue value) {

	/** The name of the type under which these messages travel. */
	public static final String TYPE_NAME = Asks.RESERVED + "/StateRequest";

	private static final TypedValue NONE = TypedValue.withoutValue("");

	private static final int OPERATION = 1;

	private static final int STATE = 2;

	private static final int VALUE_TYPE = 3;

	private static final int VALUE = 4;

	private static final int DELIMITED = 2;

	/**
	 * Read all states.
	 * @return the request
	 */
	public static StateRequest read() {
		return new StateRequest(Operation.READ, "", NONE);
	}

	/**
	 * Set a state.
	 * @param state the name of the state
	 * @param value its new value
	 * @return the request
	 */
	public static StateRequest set(String state, TypedValue value) {
		return new StateRequest(Operation.SET, state, value);
	}

	/**
	 * Remove a state.
	 * @param state the name of the state
	 * @return the request
	 */
	public static StateRequest remove(String state) {
		return new StateRequest(Operation.REMOVE, state, NONE);
	}

	/**
	 * Tell whether a message is one of these.
	 * @param message the message
	 * @return whether its type is
	 */
	public static boolean isRequest(TypedValue message) {
		return message.typeName().equals(TYPE_NAME);
	}

	/**
	 * Tell whether the request changes a state.
	 * @return whether it does more than read
	 */
	public boolean isWrite() {
		return this.operation != Operation.READ;
	}

	/**
	 * Write the request. It always has bytes: in the 2.x protocol, a message without any
	 * does not tell its version.
	 * @return the value that travels
	 */
	public TypedValue toValue() {
		ByteString.Output bytes = ByteString.newOutput();
		try {
			CodedOutputStream output = CodedOutputStream.newInstance(bytes);
			output.writeEnum(OPERATION, this.operation.ordinal() + 1);
			output.writeString(STATE, this.state);
			if (this.operation == Operation.SET) {
				output.writeString(VALUE_TYPE, this.value.typeName());
				output.writeBytes(VALUE, this.value.bytes());
			}
			output.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return new TypedValue(TYPE_NAME, bytes.toByteString());
	}

	/**
	 * Read a request.
	 * @param message what {@link #toValue()} wrote
	 * @return the request
	 * @throws SerializationException if the message is no request, or one that only a
	 * later version knows
	 */
	public static StateRequest from(TypedValue message) {
		int operation = 0;
		String state = "";
		String type = "";
		ByteString value = ByteString.EMPTY;
		try {
			CodedInputStream input = message.bytes().newCodedInput();
			int tag;
			while ((tag = input.readTag()) != 0) {
				switch (tag) {
					case OPERATION << 3 -> operation = input.readEnum();
					case STATE << 3 | DELIMITED -> state = input.readStringRequireUtf8();
					case VALUE_TYPE << 3 | DELIMITED -> type = input.readStringRequireUtf8();
					case VALUE << 3 | DELIMITED -> value = input.readBytes();
					default -> throw new SerializationException(
							"The request for states has the field %d, which this version does not know"
								.formatted(tag >>> 3));
				}
			}
		}
		catch (IOException ex) {
			throw new SerializationException("The request for states cannot be read", ex);
		}
		return switch (operation) {
			case 1 -> read();
			case 2 -> set(state, new TypedValue(type, value));
			case 3 -> remove(state);
			default -> throw new SerializationException(
					"The request for states has the operation %d, which this version does not know"
						.formatted(operation));
		};
	}

	/**
	 * Says what to do with the states of an instance. The order is that of the numbers on
	 * the wire.
	 */
	public enum Operation {

		/** Return all of them. */
		READ,

		/** Set one. */
		SET,

		/** Remove one. */
		REMOVE

	}

}
