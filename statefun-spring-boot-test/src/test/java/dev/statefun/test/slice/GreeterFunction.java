package dev.statefun.test.slice;

import java.time.Clock;
import java.time.Duration;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;

/**
 * Greets, and says goodbye later.
 */
@StatefunFunction("slice/greeter")
class GreeterFunction {

	private final Clock clock;

	GreeterFunction(Clock clock) {
		this.clock = clock;
	}

	@StatefunHandler
	void greet(Login login, Context context, @State("visits") StateValue<Integer> visits,
			@State(value = "recent", expireAfterWrite = "5s") StateValue<String> recent) {
		int visit = visits.update(0, (count) -> count + 1);
		recent.set(login.userName());
		context.send("slice/audit", "all", "login");
		context.sendAfter(Duration.ofSeconds(3), context.self(), new Logout(login.userName(), this.clock.millis()),
				"logout" + visit);
		context.send(KafkaEgressMessage.forEgress("slice/greetings")
			.withTopic("greetings")
			.withUtf8Key(login.userName())
			.withUtf8Value("Hello " + login.userName() + ", visit " + visit));
	}

	@StatefunHandler
	void sayGoodbye(Logout logout, Context context) {
		boolean late = this.clock.millis() >= logout.since() + 3000;
		context.send("other/goodbyes", logout.userName(), late ? "Goodbye" : "Too early");
	}

	@StatefunHandler
	void stay(Stay stay, Context context) {
		context.cancelDelayed("logout" + stay.visit());
	}

	@StatefunHandler
	void fail(Boolean really) {
		if (really) {
			throw new IllegalStateException("as asked to");
		}
		throw new ArithmeticException("to be skipped");
	}

	@StatefunType("slice/Login")
	record Login(String userName) {
	}

	@StatefunType("slice/Logout")
	record Logout(String userName, long since) {
	}

	@StatefunType("slice/Stay")
	record Stay(int visit) {
	}

}
