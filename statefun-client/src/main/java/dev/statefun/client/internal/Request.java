package dev.statefun.client.internal;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;

/**
 * The value of a record of an ingress that sends all its records to the gateway. It is an
 * {@link Ask}, or a {@link Delivery} that the gateway passes to the sender.
 *
 * @param message the ask or the delivery
 */
record Request(TypedValue message) {

	static final WireType<Request> TYPE = WireType.of(Request.class, Request::write, Request::read);

	private ByteString write() {
		return Wire.write(this.message);
	}

	private static Request read(ByteString bytes) {
		return new Request(Wire.readValue(bytes));
	}

}
