package dev.statefun.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.statefun.io.internal.Asks;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Where the client of the application meets the engine in memory: it gets its answers
 * here, and waits by the clock of the test. It is there before the engine, which needs
 * all functions.
 */
final class ClientPort {

	private final TestClock clock;

	private final Map<String, Consumer<TypedValue>> receivers = new ConcurrentHashMap<>();

	private final List<Wait> waits = new CopyOnWriteArrayList<>();

	ClientPort(TestClock clock) {
		this.clock = clock;
	}

	/** The clock of the engine. */
	TestClock clock() {
		return this.clock;
	}

	/** Whether an egress is one of a client, which module files need not name. */
	static boolean isClient(TypeName egress) {
		return Asks.isReserved(egress.namespace());
	}

	void receive(String egress, Consumer<TypedValue> receiver) {
		this.receivers.put(egress, receiver);
	}

	/** Hand answers on. */
	void deliver(List<EmittedMessage> answers) {
		for (EmittedMessage answer : answers) {
			Consumer<TypedValue> receiver = this.receivers.get(answer.egress().toString());
			if (receiver != null) {
				receiver.accept(answer.value().raw());
			}
		}
	}

	CompletableFuture<?> after(Duration delay) {
		Wait wait = new Wait(this.clock.instant().plus(delay), new CompletableFuture<>());
		this.waits.add(wait);
		wait.end().whenComplete((value, ex) -> this.waits.remove(wait));
		return wait.end();
	}

	/** When the client has waited long enough for an answer, if it waits for one. */
	@Nullable Instant nextDue() {
		return this.waits.stream().map(Wait::due).min(Comparator.naturalOrder()).orElse(null);
	}

	/** End the waits whose time has come. */
	void expire() {
		Instant now = this.clock.instant();
		this.waits.stream().filter((wait) -> !wait.due().isAfter(now)).forEach((wait) -> wait.end().complete(null));
	}

	/** End all waits, whose tests are over. */
	void reset() {
		this.waits.forEach((wait) -> wait.end().complete(null));
	}

	/**
	 * An ask that waits.
	 *
	 * @param due until when
	 * @param end completes then
	 */
	private record Wait(Instant due, CompletableFuture<@Nullable Void> end) {

	}

}
