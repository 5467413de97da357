package dev.statefun.docs;

import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.docs.Declaring.Delivery;
import dev.statefun.docs.Declaring.Login;
import dev.statefun.io.KafkaEgressMessage;

/**
 * Examples of docs/programming-model.md.
 */
interface Replying {

	@StatefunFunction("docs/price")
	class PriceFunction {

		@StatefunHandler
		long quote(Delivery delivery, @State("price") StateValue<Long> price) {
			return delivery.pieces() * price.orElse(10L);
		}

	}

	@StatefunFunction("docs/audit")
	class AuditFunction {

		@StatefunHandler
		EgressMessage log(Login login) {
			return KafkaEgressMessage.forEgress("docs/audit").withTopic("logins").withUtf8Value(login.userName());
		}

	}

}
