package dev.statefun.benchmarks.ours;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.io.KafkaEgressMessage;

/**
 * Counts, and tells others.
 */
@StatefunFunction("bench/counter")
class CounterFunction {

	@StatefunHandler
	void count(String text, Context context, @State("seen") StateValue<Long> seen) {
		seen.update(0L, (present) -> present + 1);
		context.send("bench/other", context.self().id(), text);
		context.send(KafkaEgressMessage.forEgress("bench/out")
			.withTopic("counts")
			.withUtf8Key(context.self().id())
			.withUtf8Value(text));
	}

}
