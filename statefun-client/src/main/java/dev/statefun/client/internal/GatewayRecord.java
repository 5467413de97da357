package dev.statefun.client.internal;

import java.time.Duration;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.io.internal.Asks;
import dev.statefun.type.TypedValue;

/**
 * A record of an ingress that sends all its records to the gateway.
 *
 * @param gatewayId the id of the gateway that gets it. Messages to one instance that have
 * no idempotency key go through one gateway, so that they keep their order
 * @param value what it gets, of the type {@link #TYPE_NAME}
 */
public record GatewayRecord(String gatewayId, ByteString value) {

	/** The name of the type of each value. */
	public static final String TYPE_NAME = Request.TYPE.typeName();

	/**
	 * Make a record of what a client sends.
	 * @param target whom the client sends it to
	 * @param message what it sends
	 * @return the record
	 */
	public static GatewayRecord of(Address target, TypedValue message) {
		if (Asks.isReserved(target.type().namespace())) {
			return new GatewayRecord(target.id(), write(message));
		}
		return new GatewayRecord(AskId.withoutKey(target).toString(),
				write(Delivery.TYPE.toValue(new Delivery(message, Duration.ZERO))));
	}

	private static ByteString write(TypedValue message) {
		return Request.TYPE.serialize(new Request(message));
	}

	/**
	 * Return the value as Kafka wants it.
	 * @return its bytes
	 */
	public byte[] bytes() {
		return this.value.toByteArray();
	}

	/**
	 * Read the value of a record of the egress.
	 * @param answer the bytes of an answer
	 * @return the answer
	 */
	public static TypedValue answer(byte[] answer) {
		return new TypedValue(Answer.TYPE.typeName(), ByteString.copyFrom(answer));
	}

}
