package dev.statefun.io.internal;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A record as the Kafka and the Kinesis egress take it: a protobuf message of these
 * fields, from number 1, of which empty ones are left out.
 *
 * @param typeName the name under which the record travels
 * @param key the key of the record, or {@code null}
 * @param value the value of the record, possibly empty: a {@code ByteString}, or a
 * {@code String} that stands for its UTF-8 form
 * @param destination the topic or stream
 * @param extra what else the egress takes, or {@code null}
 */
public record EgressRecord(String typeName, @Nullable String key, Object value, String destination,
		@Nullable String extra) {

	/** The number of the field of the key. */
	public static final int KEY = 1;

	/** The number of the field of the value. */
	public static final int VALUE = 2;

	/** The number of the field of the destination. */
	public static final int DESTINATION = 3;

	/** The number of the field of what else the egress takes. */
	public static final int EXTRA = 4;

	/**
	 * Serialize the record.
	 * @return the value that an egress takes
	 */
	public TypedValue toTypedValue() {
		ByteString content = (this.value instanceof ByteString bytes) ? bytes : utf8((String) this.value);
		ByteString[] fields = { utf8(this.key), content, utf8(this.destination), utf8(this.extra) };
		int size = 0;
		for (int i = 0; i < fields.length; i++) {
			size += fields[i].isEmpty() ? 0 : CodedOutputStream.computeBytesSize(i + 1, fields[i]);
		}
		byte[] bytes = new byte[size];
		CodedOutputStream output = CodedOutputStream.newInstance(bytes);
		try {
			for (int i = 0; i < fields.length; i++) {
				if (!fields[i].isEmpty()) {
					output.writeBytes(i + 1, fields[i]);
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return new TypedValue(this.typeName, UnsafeByteOperations.unsafeWrap(bytes));
	}

	private static ByteString utf8(@Nullable String text) {
		return (text != null) ? ByteString.copyFromUtf8(text) : ByteString.EMPTY;
	}

}
