package dev.statefun.client.internal;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The state of one ask in its gateway.
 *
 * @param digest the digest of the question
 * @param isReplyExpected whether the answer is a reply
 * @param answer the answer, once there is one
 */
record Exchange(ByteString digest, boolean isReplyExpected, @Nullable Answer answer) {

	static final WireType<Exchange> TYPE = WireType.of(Exchange.class, Exchange::write, Exchange::read);

	Exchange with(Answer newAnswer) {
		return new Exchange(this.digest, this.isReplyExpected, newAnswer);
	}

	private ByteString write() {
		Answer present = this.answer;
		return Wire.write((output) -> {
			output.writeBytes(1, this.digest);
			output.writeBool(2, this.isReplyExpected);
			if (present != null) {
				output.writeBytes(3, present.write());
			}
		});
	}

	private static Exchange read(ByteString bytes) {
		Fields fields = new Fields();
		Wire.read("an exchange", bytes, (tag, input) -> {
			if (tag == Wire.bytes(1)) {
				fields.digest = input.readBytes();
			}
			else if (tag == Wire.number(2)) {
				fields.replyExpected = input.readBool();
			}
			else if (tag == Wire.bytes(3)) {
				fields.answer = Answer.read(input.readBytes());
			}
			else {
				return false;
			}
			return true;
		});
		return new Exchange(fields.digest, fields.replyExpected, fields.answer);
	}

	private static final class Fields {

		private ByteString digest = ByteString.EMPTY;

		private boolean replyExpected;

		private @Nullable Answer answer;

	}

}
