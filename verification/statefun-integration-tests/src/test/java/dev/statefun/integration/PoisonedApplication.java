package dev.statefun.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Counts the records of each instance, and fails on one in a hundred.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(PoisonedApplication.PickyFunction.class)
public class PoisonedApplication {

	static final String FUNCTION = "it/picky";

	static final int IDS = 100;

	/**
	 * Tells whether a record is poison: for each instance, one in a hundred of its own.
	 * @param number the record
	 * @return whether its handler fails
	 */
	static boolean isPoison(long number) {
		return number / IDS % 100 == number % IDS;
	}

	/**
	 * Does what it can before it fails: nothing of that may be seen. Answers the others
	 * with themselves and their place among those of the instance that did not fail.
	 */
	@StatefunFunction(FUNCTION)
	static class PickyFunction {

		private final Map<Long, Integer> attempts = new ConcurrentHashMap<>();

		private final int failures;

		private final Path mended;

		PickyFunction(@Value("${it.failures}") int failures, @Value("${it.mended:not mended}") Path mended) {
			this.failures = failures;
			this.mended = mended;
		}

		@StatefunHandler
		void count(Long number, Context context, @State("seen") StateValue<Long> seen) {
			long place = seen.update(0L, (count) -> count + 1);
			context.send(EgressMessage.of("test/out", number + " " + place));
			if (isPoison(number) && this.attempts.merge(number, 1, Integer::sum) <= this.failures
					&& !Files.exists(this.mended)) {
				throw new IllegalStateException("Poison: " + number);
			}
		}

	}

}
