package dev.statefun.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.statefun.Message;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * What the records for the egresses have in common: protobuf messages of a key, a value
 * that is bytes or has a type, a destination and perhaps another text. Texts that are
 * empty are left out.
 */
final class EgressRecord {

	private static final int KEY = 1;

	private static final int VALUE = 2;

	private static final int DESTINATION = 3;

	private static final int EXTRA = 4;

	private EgressRecord() {
	}

	/** Of a part that a record must have. */
	static <T> T require(@Nullable T part, String record, String egress, String name, String remedy) {
		if (part == null) {
			throw new IllegalArgumentException(
					"A %s for the egress %s has no %s: call %s".formatted(record, egress, name, remedy));
		}
		return part;
	}

	static String requireText(String text, String description) {
		if (text.isEmpty()) {
			throw new IllegalArgumentException("The %s must not be empty".formatted(description));
		}
		return text;
	}

	static ByteString bytes(Object value, TypeRegistry types) {
		if (value instanceof ByteString raw) {
			return raw;
		}
		if (value instanceof byte[] array) {
			return ByteString.copyFrom(array);
		}
		return (value instanceof Message message) ? message.rawValue() : types.serialize(value).bytes();
	}

	static TypedValue of(String typeName, @Nullable String key, ByteString value, String destination,
			@Nullable String extra) {
		byte[] keyBytes = utf8(key);
		byte[] destinationBytes = utf8(destination);
		byte[] extraBytes = utf8(extra);
		byte[] bytes = new byte[size(KEY, keyBytes)
				+ (value.isEmpty() ? 0 : CodedOutputStream.computeBytesSize(VALUE, value))
				+ size(DESTINATION, destinationBytes) + size(EXTRA, extraBytes)];
		CodedOutputStream output = CodedOutputStream.newInstance(bytes);
		try {
			write(output, KEY, keyBytes);
			if (!value.isEmpty()) {
				output.writeBytes(VALUE, value);
			}
			write(output, DESTINATION, destinationBytes);
			write(output, EXTRA, extraBytes);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return new TypedValue(typeName, UnsafeByteOperations.unsafeWrap(bytes));
	}

	private static byte[] utf8(@Nullable String text) {
		return (text != null) ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
	}

	private static int size(int field, byte[] text) {
		return (text.length != 0) ? CodedOutputStream.computeByteArraySize(field, text) : 0;
	}

	private static void write(CodedOutputStream output, int field, byte[] text) throws IOException {
		if (text.length != 0) {
			output.writeByteArray(field, text);
		}
	}

}
