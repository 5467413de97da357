package dev.statefun.sample;

import java.util.concurrent.CompletableFuture;

import dev.statefun.client.StatefunClient;
import dev.statefun.sample.GreeterFunction.LoginEvent;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has a user greeted by the greeter, from outside of the engine.
 */
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
