package dev.statefun.test.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.error.PermanentFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application whose functions are asked.
 */
@SpringBootApplication
class AskedFunctions {

	@StatefunFunction("demo/counter")
	static class Counter {

		boolean broken;

		@StatefunHandler
		@Nullable String add(int number, @State("sum") StateValue<Integer> sum) {
			if (this.broken) {
				throw new IllegalStateException("The counter is broken");
			}
			if (number < 0) {
				throw new Negative();
			}
			return (number == 0) ? null : "sum " + sum.update(0, (present) -> present + number);
		}

		@StatefunHandler
		CompletableFuture<Long> later(long number) {
			return CompletableFuture.supplyAsync(() -> number + 1);
		}

	}

	/** Replies once another function has replied, and after a while. */
	@StatefunFunction("demo/slow")
	static class Slow {

		@StatefunHandler
		void begin(String text, Context context, @State("asker") StateValue<String> asker) {
			asker.set(context.caller().orElseThrow().type() + "#" + context.caller().orElseThrow().id());
			context.sendAfter(Duration.ofSeconds(20), context.self(), true);
		}

		@StatefunHandler
		void end(boolean tick, Context context, @State("asker") StateValue<String> asker) {
			String[] parts = asker.orElse("").split("#", 2);
			context.send(parts[0], parts[1], "at last");
		}

	}

	static class Negative extends RuntimeException implements PermanentFailure {

		Negative() {
			super("There are no negative numbers here");
		}

	}

}
