package dev.statefun.test.json;

import java.time.Duration;

import dev.statefun.Context;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;

/**
 * Confirms orders.
 */
@StatefunFunction("json/shop")
class ShopFunction {

	@StatefunHandler
	void order(Order order, Context context) {
		context.send("other/orders", context.self().id(), order);
	}

	@StatefunType("json/Order")
	record Order(Money unitPrice, Weight netWeight, Colour boxColour, Duration deliveryTime, Size boxSize) {
	}

	/** Written by a {@code @JacksonComponent}. */
	record Money(long cents, String currency) {
	}

	/** Written by a Jackson module that is a component. */
	record Weight(int grams) {
	}

	/** Written by a Jackson module that is the bean of a configuration. */
	record Colour(String name) {
	}

	/** Has a {@code @JacksonMixin}. */
	record Size(int height, int depth) {
	}

}
