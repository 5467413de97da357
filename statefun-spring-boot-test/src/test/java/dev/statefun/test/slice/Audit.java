package dev.statefun.test.slice;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;

import org.springframework.stereotype.Component;

/**
 * A component with a function among its methods.
 */
@Component
class Audit {

	@StatefunFunction("slice/audit")
	void note(String event, @State("events") StateValue<Integer> events) {
		events.update(0, (count) -> count + 1);
	}

}
