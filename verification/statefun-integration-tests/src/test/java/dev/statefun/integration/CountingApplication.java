package dev.statefun.integration;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Counts the records of each instance.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(CountingApplication.CounterFunction.class)
public class CountingApplication {

	/**
	 * Answers each number with itself and its place among those of the instance.
	 */
	@StatefunFunction("it/counter")
	static class CounterFunction {

		@StatefunHandler
		void count(Long number, Context context, @State("seen") StateValue<Long> seen) {
			long place = seen.update(0L, (count) -> count + 1);
			context.send(EgressMessage.of("test/out", number + " " + place));
		}

	}

}
