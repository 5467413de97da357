package dev.statefun.test;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.statefun.io.internal.EgressRecord;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A record as a function sent it to Kafka or Kinesis.
 *
 * @param destination the topic or stream
 * @param key its key, empty if it has none
 * @param value its value
 * @since 0.1.0
 */
public record StreamRecord(String destination, String key, ByteString value) {

	private static final String PREFIX = "type.googleapis.com/io.statefun.sdk.egress.";

	/**
	 * Return the value as text.
	 * @return the value, decoded from UTF-8
	 */
	public String utf8Value() {
		return this.value.toStringUtf8();
	}

	/**
	 * Return the record as text.
	 * @return destination, key and value
	 */
	@Override
	public String toString() {
		return "%s[%s] = %s".formatted(this.destination, this.key, ValueText.bytes(this.value));
	}

	/** Read what an egress for records gets; nothing if it is another value. */
	static @Nullable StreamRecord read(TypedValue argument) {
		if (!argument.typeName().startsWith(PREFIX)) {
			return null;
		}
		String destination = "";
		String key = "";
		ByteString value = ByteString.EMPTY;
		try {
			CodedInputStream input = argument.bytes().newCodedInput();
			for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
				switch (WireFormat.getTagFieldNumber(tag)) {
					case EgressRecord.KEY -> key = input.readString();
					case EgressRecord.VALUE -> value = input.readBytes();
					case EgressRecord.DESTINATION -> destination = input.readString();
					default -> input.skipField(tag);
				}
			}
			return new StreamRecord(destination, key, value);
		}
		catch (IOException ex) {
			return null;
		}
	}

}
