package dev.statefun.test.state;

import java.util.ArrayList;
import java.util.List;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.InvocationInterceptor;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An application with states of several types, two of which expire.
 */
@SpringBootApplication
class SessionApplication {

	/** The types of the messages that interceptors saw. */
	final List<String> intercepted = new ArrayList<>();

	@Bean
	InvocationInterceptor observer() {
		return (function, context, message, next) -> {
			this.intercepted.add(message.valueTypeName());
			return next.proceed();
		};
	}

	@StatefunFunction("state/session")
	static class Session {

		boolean broken;

		@StatefunHandler
		String visit(String page, @State("visits") StateValue<Long> visits, @State("cart") StateValue<Cart> cart,
				@State(value = "idle", expireAfterInvoke = "10m") StateValue<String> idle,
				@State(value = "fresh", expireAfterWrite = "10m") StateValue<Boolean> fresh) {
			if (this.broken) {
				throw new IllegalStateException("The session is broken");
			}
			if (page.equals("look")) {
				return "%s %s %s %s".formatted(visits.get().orElse(null),
						cart.get().map((present) -> present.items()).orElse(null), idle.get().orElse(null),
						fresh.get().orElse(null));
			}
			visits.update(0L, (present) -> present + 1);
			cart.set(new Cart(List.of(page)));
			idle.set(page);
			fresh.set(true);
			return page;
		}

	}

	@StatefunType("state/Cart")
	record Cart(List<String> items) {

	}

}
