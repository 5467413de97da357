package dev.statefun.benchmarks.ours;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

/**
 * Counts, and tells nobody.
 */
@StatefunFunction("bench/tally")
class TallyFunction {

	@StatefunHandler
	void count(String text, @State("seen") StateValue<Long> seen) {
		seen.update(0L, (present) -> present + text.length());
	}

}
