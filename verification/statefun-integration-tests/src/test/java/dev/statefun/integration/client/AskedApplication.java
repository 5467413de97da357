package dev.statefun.integration.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.error.PermanentFailure;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Has the function that others ask, and so the gateway.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AskedApplication.Account.class)
class AskedApplication {

	static final String FUNCTION = "it/account";

	/** The answer to each number depends on nothing else. */
	static long answer(long number) {
		return number * 3 + 1;
	}

	static boolean isPoison(long number) {
		return number % 100 == number / 1000 % 100;
	}

	/**
	 * Counts the numbers that it can bear, and once does what fails the engine's task.
	 */
	@StatefunFunction(FUNCTION)
	static class Account {

		private final Path failure;

		private final long failingNumber;

		Account(@Value("${it.failure-file:}") Path failure, @Value("${it.failing-number:-1}") long failingNumber) {
			this.failure = failure;
			this.failingNumber = failingNumber;
		}

		@StatefunHandler
		long enter(long number, Context context, @State("count") StateValue<Integer> count) throws IOException {
			count.update(0, (present) -> present + 1);
			if (isPoison(number)) {
				throw new PoisonException(number);
			}
			// The file outlives the failure, so that it happens once only
			if (number == this.failingNumber && Files.deleteIfExists(this.failure)) {
				context.send("nowhere/nobody", "one", "The engine knows no such function");
			}
			return answer(number);
		}

		@StatefunHandler
		int count(String question, @State("count") StateValue<Integer> count) {
			return count.get().orElse(0);
		}

	}

	static final class PoisonException extends RuntimeException implements PermanentFailure {

		PoisonException(long number) {
			super("poison " + number);
		}

	}

}
