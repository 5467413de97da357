package dev.statefun.test;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.statefun.ValueSpec;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;

import static dev.statefun.test.TestFunctions.COUNT;
import static dev.statefun.test.TestFunctions.function;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Shuffling and drills find bugs that a test in order does not.
 */
class SeededBugsTests {

	private static final int SEEDS = 200;

	private static final ValueSpec<String> STATUS = ValueSpec.of("status", Types.stringType());

	/**
	 * The payment and the stock tell the order of their success; the order takes for
	 * granted that the payment comes first.
	 */
	private final StatefunTestRuntime orders = StatefunTestRuntime.of(function("shop/order", (context, message) -> {
		switch (message.as(String.class)) {
			case "place" -> {
				context.send("shop/payment", context.self().id(), "pay");
				context.send("shop/stock", context.self().id(), "reserve");
			}
			case "paid" -> context.storage().set(STATUS, "paid");
			default -> {
				if (context.storage().get(STATUS).orElse("").equals("paid")) {
					context.storage().set(STATUS, "shipped");
				}
			}
		}
	}, STATUS), function("shop/payment", (context, message) -> context.reply("paid")),
			function("shop/stock", (context, message) -> context.reply("reserved")));

	@Test
	void whenAFunctionReliesOnAnOrderThenTheShuffleFindsIt() {
		this.orders.send("shop/order", "1", "place");
		assertThat(this.orders).hasState("shop/order", "1", "status", "shipped");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.orders.underSeeds(SEEDS, (seed) -> {
			this.orders.send("shop/order", "1", "place");
			assertThat(this.orders).hasState("shop/order", "1", "status", "shipped");
		})).withMessageMatching("(?s)Failed under seed \\d+ of 200, which shuffle\\(\\d+\\) repeats:.*\"shipped\".*");
	}

	@Test
	void whenASeedIsTakenAgainThenItFailsAgain() {
		long seed = 0;
		while (isShipped(seed)) {
			seed++;
		}
		assertThat(seed).isLessThan(SEEDS);
		assertThat(isShipped(seed)).isFalse();
	}

	private boolean isShipped(long seed) {
		this.orders.reset();
		this.orders.shuffle(seed);
		this.orders.send("shop/order", "1", "place");
		return this.orders.state("shop/order", "1", "status", String.class).orElse("").equals("shipped");
	}

	@Test
	void whenAFunctionWritesElsewhereThenDoubleDeliveryFindsIt() {
		Map<String, Integer> ledger = new HashMap<>();
		StatefunTestRuntime accounts = StatefunTestRuntime.of(function("bank/account",
				(context, message) -> ledger.merge(context.self().id(), message.as(Integer.class), Integer::sum)));
		accounts.send("bank/account", "ada", 10);
		assertThat(ledger).containsEntry("ada", 10);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> accounts.underSeeds(SEEDS, (seed) -> {
			ledger.clear();
			accounts.drills().deliverTwiceAtRandom(seed);
			accounts.send("bank/account", "ada", 10);
			assertThat(ledger).containsEntry("ada", 10);
		})).withMessageContaining("Failed under seed").withMessageContaining("20");
	}

	@Test
	void whenAFunctionRemembersInAFieldThenDoubleDeliveryFindsIt() {
		Set<String> seen = new HashSet<>();
		StatefunTestRuntime filters = StatefunTestRuntime.of(function("demo/filter", (context, message) -> {
			if (seen.add(message.as(String.class))) {
				context.send("other/sink", "1", message);
			}
		}));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> filters.underSeeds(SEEDS, (seed) -> {
			seen.clear();
			filters.drills().deliverTwiceAtRandom(seed);
			filters.send("demo/filter", "1", "hello");
			assertThat(filters).hasAnsweredAlike();
		})).withMessageContaining("demo/filter/1 answered [\"hello\"] first");
	}

	@Test
	void whenAFunctionDependsOnItsStateOnlyThenNeitherFindsAnything() {
		StatefunTestRuntime counters = StatefunTestRuntime.of(function("demo/counter",
				(context, message) -> context.storage().value(COUNT).update(0, (count) -> count + 1), COUNT));
		counters.underSeeds(SEEDS, (seed) -> {
			counters.drills().deliverTwiceAtRandom(seed).failNext((int) seed % 3).restartAfter(1 + (int) seed % 5);
			for (String id : new String[] { "a", "b", "a", "c", "a" }) {
				counters.enqueue("demo/counter", id, "hello");
			}
			counters.deliver();
			assertThat(counters).hasState("demo/counter", "a", "count", 3)
				.hasState("demo/counter", "b", "count", 1)
				.hasAnsweredAlike();
		});
	}

}
