package dev.statefun.client.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;

/**
 * A question to the gateway, whose id says whom to ask.
 *
 * @param value what to ask
 * @param isReplyExpected whether the answer is a reply, and not only that the message has
 * been handled
 * @param trace the trace of the asker, which is no part of the question
 */
record Ask(TypedValue value, boolean isReplyExpected, Map<String, String> trace) {

	static final WireType<Ask> TYPE = WireType.of(Ask.class, Ask::write, Ask::read);

	/** Tells apart questions of the same key. It has the same length for each. */
	ByteString digest() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return ByteString.copyFrom(digest.digest(writeQuestion().toByteArray()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ByteString writeQuestion() {
		return Wire.write((output) -> {
			output.writeBytes(1, Wire.write(this.value));
			output.writeBool(2, this.isReplyExpected);
		});
	}

	private ByteString write() {
		return writeQuestion().concat(Wire.write((output) -> {
			for (Map.Entry<String, String> entry : this.trace.entrySet()) {
				output.writeBytes(3, Wire.write((field) -> {
					field.writeString(1, entry.getKey());
					field.writeString(2, entry.getValue());
				}));
			}
		}));
	}

	private static Ask read(ByteString bytes) {
		Fields fields = new Fields();
		Wire.read("an ask", bytes, (tag, input) -> {
			if (tag == Wire.bytes(1)) {
				fields.value = Wire.readValue(input.readBytes());
			}
			else if (tag == Wire.number(2)) {
				fields.replyExpected = input.readBool();
			}
			else if (tag == Wire.bytes(3)) {
				readTrace(input.readBytes(), fields.trace);
			}
			else {
				return false;
			}
			return true;
		});
		return new Ask(fields.value, fields.replyExpected, fields.trace);
	}

	private static void readTrace(ByteString bytes, Map<String, String> trace) {
		String[] entry = { "", "" };
		Wire.read("a trace", bytes, (tag, input) -> {
			if (tag != Wire.bytes(1) && tag != Wire.bytes(2)) {
				return false;
			}
			entry[(tag == Wire.bytes(1)) ? 0 : 1] = input.readStringRequireUtf8();
			return true;
		});
		trace.put(entry[0], entry[1]);
	}

	private static final class Fields {

		private TypedValue value = TypedValue.withoutValue("");

		private boolean replyExpected;

		private final Map<String, String> trace = new LinkedHashMap<>();

	}

}
