package dev.statefun.client.internal;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;

/**
 * Reads and writes protobuf messages by hand. Unknown fields are skipped, so that later
 * versions can add some.
 */
final class Wire {

	private static final int VARINT = 0;

	private static final int DELIMITED = 2;

	private Wire() {
	}

	/** The tag of a field of a number or a flag. */
	static int number(int field) {
		return field << 3 | VARINT;
	}

	/** The tag of a field of bytes or text. */
	static int bytes(int field) {
		return field << 3 | DELIMITED;
	}

	static ByteString write(Writer writer) {
		ByteString.Output bytes = ByteString.newOutput();
		try {
			CodedOutputStream output = CodedOutputStream.newInstance(bytes);
			writer.write(output);
			output.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return bytes.toByteString();
	}

	static void read(String what, ByteString bytes, FieldReader reader) {
		try {
			CodedInputStream input = bytes.newCodedInput();
			for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
				if (!reader.read(tag, input)) {
					input.skipField(tag);
				}
			}
		}
		catch (IOException ex) {
			throw new SerializationException("The bytes of %s cannot be read".formatted(what), ex);
		}
	}

	static ByteString write(TypedValue value) {
		return write((output) -> {
			output.writeString(1, value.typeName());
			output.writeBool(2, value.hasValue());
			output.writeBytes(3, value.bytes());
		});
	}

	static TypedValue readValue(ByteString bytes) {
		Value value = new Value();
		read("a value", bytes, (tag, input) -> {
			if (tag == bytes(1)) {
				value.typeName = input.readStringRequireUtf8();
			}
			else if (tag == number(2)) {
				value.present = input.readBool();
			}
			else if (tag == bytes(3)) {
				value.bytes = input.readBytes();
			}
			else {
				return false;
			}
			return true;
		});
		return value.present ? new TypedValue(value.typeName, value.bytes)
				: TypedValue.withoutValue(value.typeName, value.bytes);
	}

	private static final class Value {

		private String typeName = "";

		private boolean present;

		private ByteString bytes = ByteString.EMPTY;

	}

	/** Writes the fields of a message. */
	@FunctionalInterface
	interface Writer {

		void write(CodedOutputStream output) throws IOException;

	}

	/** Reads the fields of a message that it knows. */
	@FunctionalInterface
	interface FieldReader {

		/** Returns whether the field is known, and was read. */
		boolean read(int tag, CodedInputStream input) throws IOException;

	}

}
