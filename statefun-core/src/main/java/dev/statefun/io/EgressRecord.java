package dev.statefun.io;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.statefun.Message;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * What the records for the egresses have in common: protobuf fields, of which empty ones
 * are left out, and values that are bytes or have a type.
 */
final class EgressRecord {

	private static final String DOMAIN = "type.googleapis.com/io.statefun.sdk.egress.";

	private final ByteString.Output bytes = ByteString.newOutput();

	private final CodedOutputStream output = CodedOutputStream.newInstance(this.bytes);

	/** Of a part that a record must have. */
	static <T> T require(@Nullable T part, String record, TypeName egress, String name, String remedy) {
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

	EgressRecord text(int field, @Nullable String text) {
		return (text != null && !text.isEmpty()) ? write((record) -> record.writeString(field, text)) : this;
	}

	EgressRecord value(int field, Object value, TypeRegistry types) {
		ByteString content = bytes(value, types);
		return !content.isEmpty() ? write((record) -> record.writeBytes(field, content)) : this;
	}

	private static ByteString bytes(Object value, TypeRegistry types) {
		if (value instanceof ByteString raw) {
			return raw;
		}
		if (value instanceof byte[] array) {
			return ByteString.copyFrom(array);
		}
		return (value instanceof Message message) ? message.rawValue() : types.serialize(value).bytes();
	}

	TypedValue toTypedValue(String messageName) {
		write(CodedOutputStream::flush);
		return new TypedValue(DOMAIN + messageName, this.bytes.toByteString());
	}

	private EgressRecord write(Writing writing) {
		try {
			writing.to(this.output);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return this;
	}

	private interface Writing {

		void to(CodedOutputStream record) throws IOException;

	}

}
