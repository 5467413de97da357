package dev.statefun.client.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;

/**
 * A question to the gateway, whose id says whom to ask.
 *
 * @param value what to ask
 * @param isReplyExpected whether the answer is a reply, and not only that the message has
 * been handled
 */
record Ask(TypedValue value, boolean isReplyExpected) {

	static final WireType<Ask> TYPE = WireType.of(Ask.class, Ask::write, Ask::read);

	/** Tells apart questions of the same key. It has the same length for each. */
	ByteString digest() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return ByteString.copyFrom(digest.digest(write().toByteArray()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ByteString write() {
		return Wire.write((output) -> {
			output.writeBytes(1, Wire.write(this.value));
			output.writeBool(2, this.isReplyExpected);
		});
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
			else {
				return false;
			}
			return true;
		});
		return new Ask(fields.value, fields.replyExpected);
	}

	private static final class Fields {

		private TypedValue value = TypedValue.withoutValue("");

		private boolean replyExpected;

	}

}
