package dev.statefun.docs;

import java.time.Duration;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.io.KinesisEgressMessage;

/**
 * Examples of docs/programming-model.md.
 */
interface Sending {

	@StatefunFunction("docs/chat")
	class ChatFunction {

		@StatefunHandler
		void say(String text, Context context) {
			context.send(Address.of("docs/room", "lobby"), text);
			context.send("docs/statistics", "words", text.split(" ").length);
			context.forward("docs/archive", context.self().id());
			context.reply("said");
		}

	}

	@StatefunFunction("docs/reservation")
	class ReservationFunction {

		@StatefunHandler
		void reserve(Reserve reserve, Context context) {
			context.cancelDelayed("reservation");
			context.sendAfter(Duration.ofMinutes(15), "docs/shelf", context.self().id(), new Release(), "reservation");
		}

		@StatefunHandler
		void buy(Buy buy, Context context) {
			context.cancelDelayed("reservation");
		}

	}

	@StatefunType("docs/Reserve")
	record Reserve() {
	}

	@StatefunType("docs/Buy")
	record Buy() {
	}

	@StatefunType("docs/Release")
	record Release() {
	}

	@StatefunFunction("docs/shipping")
	class ShippingFunction {

		@StatefunHandler
		void ship(Shipment shipment, Context context) {
			context.send(EgressMessage.of("docs/audit", shipment));
			context.send(KafkaEgressMessage.forEgress("docs/kafka")
				.withTopic("shipments")
				.withUtf8Key(shipment.parcel())
				.withValue(shipment));
		}

	}

	@StatefunType("docs/Shipment")
	record Shipment(String parcel, String city) {
	}

	@StatefunFunction("docs/positions")
	class PositionFunction {

		@StatefunHandler
		void move(ByteString position, Context context) {
			context.send(KinesisEgressMessage.forEgress("docs/kinesis")
				.withStream("positions")
				.withPartitionKey(context.self().id())
				.withExplicitHashKey("42")
				.withValue(position));
		}

	}

}
