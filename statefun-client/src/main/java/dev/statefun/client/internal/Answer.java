package dev.statefun.client.internal;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;

/**
 * The answer to an ask, on its way to whoever waits for it.
 *
 * @param askId the id of the gateway that was asked
 * @param digest the digest of the question
 * @param kind what came of it
 * @param value the reply, or the description of a failure
 */
record Answer(String askId, ByteString digest, Kind kind, TypedValue value) {

	static final WireType<Answer> TYPE = WireType.of(Answer.class, Answer::write, Answer::read);

	ByteString write() {
		return Wire.write((output) -> {
			output.writeString(1, this.askId);
			output.writeBytes(2, this.digest);
			output.writeEnum(3, this.kind.ordinal());
			output.writeBytes(4, Wire.write(this.value));
		});
	}

	static Answer read(ByteString bytes) {
		Fields fields = new Fields();
		Wire.read("an answer", bytes, (tag, input) -> {
			if (tag == Wire.bytes(1)) {
				fields.askId = input.readStringRequireUtf8();
			}
			else if (tag == Wire.bytes(2)) {
				fields.digest = input.readBytes();
			}
			else if (tag == Wire.number(3)) {
				fields.kind = Kind.of(input.readEnum());
			}
			else if (tag == Wire.bytes(4)) {
				fields.value = Wire.readValue(input.readBytes());
			}
			else {
				return false;
			}
			return true;
		});
		return new Answer(fields.askId, fields.digest, fields.kind, fields.value);
	}

	/** The order is that of the numbers on the wire. */
	enum Kind {

		/** The function replied. */
		REPLY,

		/** The message has been handled, and the reply is {@code null}. */
		NOTHING,

		/** The function cannot handle the message. */
		FAILURE,

		/** The gateway did not ask the function. */
		REFUSAL;

		private static Kind of(int number) {
			return (number >= 0 && number < values().length) ? values()[number] : FAILURE;
		}

	}

	private static final class Fields {

		private String askId = "";

		private ByteString digest = ByteString.EMPTY;

		private Kind kind = Kind.REPLY;

		private TypedValue value = TypedValue.withoutValue("");

	}

}
