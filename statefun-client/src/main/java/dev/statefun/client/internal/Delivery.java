package dev.statefun.client.internal;

import java.time.Duration;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;

/**
 * A message to send on after a while, to the function that the id of the sender names.
 *
 * @param value what to send
 * @param delay for how long the engine keeps it
 */
record Delivery(TypedValue value, Duration delay) {

	static final WireType<Delivery> TYPE = WireType.of(Delivery.class, Delivery::write, Delivery::read);

	private ByteString write() {
		return Wire.write((output) -> {
			output.writeBytes(1, Wire.write(this.value));
			output.writeInt64(2, this.delay.toMillis());
		});
	}

	private static Delivery read(ByteString bytes) {
		Fields fields = new Fields();
		Wire.read("a delayed message", bytes, (tag, input) -> {
			if (tag == Wire.bytes(1)) {
				fields.value = Wire.readValue(input.readBytes());
			}
			else if (tag == Wire.number(2)) {
				fields.millis = input.readInt64();
			}
			else {
				return false;
			}
			return true;
		});
		return new Delivery(fields.value, Duration.ofMillis(Math.max(0, fields.millis)));
	}

	private static final class Fields {

		private TypedValue value = TypedValue.withoutValue("");

		private long millis;

	}

}
