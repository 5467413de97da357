package dev.statefun.compatibility;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application of the README.
 */
@SpringBootApplication
class CounterApplication {

	@StatefunFunction("example/counter")
	static class CounterFunction {

		@StatefunHandler
		void add(Increment increment, Context context, @State("total") StateValue<Integer> total) {
			int sum = total.update(0, (present) -> present + increment.by());
			context.send(KafkaEgressMessage.forEgress("example/totals")
				.withTopic("totals")
				.withUtf8Key(context.self().id())
				.withUtf8Value(context.self().id() + " = " + sum));
		}

	}

	@StatefunType("example/Increment")
	record Increment(int by) {
	}

}
