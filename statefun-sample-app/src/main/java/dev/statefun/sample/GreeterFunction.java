package dev.statefun.sample;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.sample.SessionFunction.Activity;

/**
 * Greets a user, and counts the visits. The greeting is the reply to whoever asks, and a
 * record for others. There is one instance for each user: its id is the user's.
 */
@StatefunFunction("demo/greeter")
class GreeterFunction {

	@StatefunHandler
	String greet(LoginEvent login, Context context, @State("visits") StateValue<Integer> visits) {
		int visit = visits.update(0, (count) -> count + 1);
		String greeting = "Hello %s, visit %d".formatted(login.userName(), visit);
		context.send(record("greetings", login.userName(), greeting));
		context.send("demo/session", context.self().id(), new Activity(login.userName()));
		return greeting;
	}

	@StatefunHandler
	void sayGoodbye(SessionEnded ended, Context context) {
		context.send(record("farewells", ended.userName(),
				"Goodbye %s, after %d logins".formatted(ended.userName(), ended.logins())));
	}

	private static KafkaEgressMessage record(String topic, String key, String value) {
		return KafkaEgressMessage.forEgress("demo/messages").withTopic(topic).withUtf8Key(key).withUtf8Value(value);
	}

	@StatefunType("demo/LoginEvent")
	record LoginEvent(String userName) {
	}

	@StatefunType("demo/SessionEnded")
	record SessionEnded(String userName, int logins) {
	}

}
