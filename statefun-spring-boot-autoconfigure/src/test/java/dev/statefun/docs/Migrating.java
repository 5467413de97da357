package dev.statefun.docs;

import java.util.List;

import com.google.protobuf.Timestamp;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.type.Types;

/**
 * Examples of docs/migrating-from-statefun-sdk-java.md.
 */
interface Migrating {

	@StatefunFunction("shop/user")
	class UserFn implements StatefulFunction {

		static final ValueSpec<Integer> VISITS = ValueSpec.of("visits", Types.integerType());

		@Override
		public void apply(Context context, Message message) {
			int visits = context.storage().get(VISITS).orElse(0) + 1;
			context.storage().set(VISITS, visits);
			context.send("shop/greeter", context.self().id(), message.as(String.class) + " " + visits);
		}

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(VISITS);
		}

	}

	@StatefunFunction("shop/customer")
	class CustomerFunction {

		@StatefunHandler
		void visit(String name, Context context, @State("visits") StateValue<Integer> visits) {
			int visit = visits.update(0, (count) -> count + 1);
			context.send("shop/greeter", context.self().id(), name + " " + visit);
		}

	}

	@StatefunFunction("shop/python-greeter")
	class PythonGreeterFunction {

		@StatefunHandler
		void greet(Timestamp login, Context context, @State("seen") StateValue<Integer> seen) {
			int visits = seen.update(0, (count) -> count + 1);
			context.reply(visits);
			context.send(KafkaEgressMessage.forEgress("shop/kafka")
				.withTopic("logins")
				.withUtf8Key(context.self().id())
				.withValue(login));
		}

	}

}
