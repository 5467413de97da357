package dev.statefun.sample;

import java.time.Duration;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.sample.GreeterFunction.SessionEnded;

import org.springframework.beans.factory.annotation.Value;

/**
 * Ends the session of a user who has not logged in for a while, and tells the greeter.
 */
@StatefunFunction("demo/session")
class SessionFunction {

	private final Duration timeout;

	SessionFunction(@Value("${demo.session-timeout}") Duration timeout) {
		this.timeout = timeout;
	}

	@StatefunHandler
	void extend(Activity activity, Context context, @State("logins") StateValue<Integer> logins) {
		int login = logins.update(0, (count) -> count + 1);
		context.sendAfter(this.timeout, context.self(), new IdleCheck(activity.userName(), login));
	}

	/** Whether there was a login after the one that this check was made for. */
	@StatefunHandler
	void endIfIdle(IdleCheck check, Context context, @State("logins") StateValue<Integer> logins) {
		if (logins.orElse(0) == check.login()) {
			logins.remove();
			context.send("demo/greeter", context.self().id(), new SessionEnded(check.userName(), check.login()));
		}
	}

	@StatefunType("demo/Activity")
	record Activity(String userName) {
	}

	@StatefunType("demo/IdleCheck")
	record IdleCheck(String userName, int login) {
	}

}
