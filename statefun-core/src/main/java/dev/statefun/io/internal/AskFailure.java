package dev.statefun.io.internal;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;

/**
 * Tells a gateway that its message cannot be handled, and never will be.
 *
 * @param exceptionType the name of the class of the exception
 * @param message the message of the exception, possibly empty
 */
public record AskFailure(String exceptionType, String message) {

	/** The name of the type under which failures travel. */
	public static final String TYPE_NAME = Asks.RESERVED + "/Failure";

	private static final int EXCEPTION_TYPE = 1;

	private static final int MESSAGE = 2;

	private static final int DELIMITED = 2;

	private static final int MAX_LENGTH = 4096;

	/**
	 * Describe an exception.
	 * @param cause why the message cannot be handled
	 * @return the failure. A long message is cut
	 */
	public static AskFailure of(Throwable cause) {
		String message = (cause.getMessage() != null) ? cause.getMessage() : "";
		return new AskFailure(cause.getClass().getName(),
				(message.length() > MAX_LENGTH) ? message.substring(0, MAX_LENGTH) + "…" : message);
	}

	/**
	 * Write the failure.
	 * @return the value that travels
	 */
	public TypedValue toValue() {
		ByteString.Output bytes = ByteString.newOutput();
		try {
			CodedOutputStream output = CodedOutputStream.newInstance(bytes);
			output.writeString(EXCEPTION_TYPE, this.exceptionType);
			output.writeString(MESSAGE, this.message);
			output.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return new TypedValue(TYPE_NAME, bytes.toByteString());
	}

	/**
	 * Read a failure.
	 * @param bytes what {@link #toValue()} wrote
	 * @return the failure
	 * @throws SerializationException if the bytes are no failure
	 */
	public static AskFailure from(ByteString bytes) {
		String exceptionType = "";
		String message = "";
		try {
			CodedInputStream input = bytes.newCodedInput();
			int tag;
			while ((tag = input.readTag()) != 0) {
				switch (tag) {
					case EXCEPTION_TYPE << 3 | DELIMITED -> exceptionType = input.readStringRequireUtf8();
					case MESSAGE << 3 | DELIMITED -> message = input.readStringRequireUtf8();
					default -> input.skipField(tag);
				}
			}
		}
		catch (IOException ex) {
			throw new SerializationException("The failure of an ask cannot be read", ex);
		}
		return new AskFailure(exceptionType, message);
	}

}
