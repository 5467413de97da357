package dev.statefun.docs;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;

/**
 * The first example of README.md.
 */
interface Readme {

	@StatefunFunction("demo/greeter")
	class GreeterFunction {

		@StatefunHandler
		void greet(LoginEvent login, Context context, @State("visits") StateValue<Integer> visits) {
			int visit = visits.update(0, (count) -> count + 1);
			context.send(KafkaEgressMessage.forEgress("demo/messages")
				.withTopic("greetings")
				.withUtf8Key(login.userName())
				.withUtf8Value("Hello %s, visit %d".formatted(login.userName(), visit)));
		}

		@StatefunType("demo/LoginEvent")
		record LoginEvent(String userName) {
		}

	}

}
