package dev.statefun.docs;

import java.util.concurrent.CompletableFuture;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.client.StatefunClient;
import dev.statefun.docs.Readme.GreeterFunction.LoginEvent;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The first examples of README.md.
 */
interface Readme {

	@StatefunFunction("demo/greeter")
	class GreeterFunction {

		@StatefunHandler
		String greet(LoginEvent login, @State("visits") StateValue<Integer> visits) {
			return "Hello %s, visit %d".formatted(login.userName(), visits.update(0, (count) -> count + 1));
		}

		@StatefunType("demo/LoginEvent")
		record LoginEvent(String userName) {
		}

	}

	@RestController
	class GreetingController {

		private final StatefunClient statefun;

		GreetingController(StatefunClient statefun) {
			this.statefun = statefun;
		}

		@PutMapping("/greet/{user}")
		CompletableFuture<String> greet(@PathVariable String user) {
			return this.statefun.to("demo/greeter", user).ask(new LoginEvent(user), String.class);
		}

	}

}
