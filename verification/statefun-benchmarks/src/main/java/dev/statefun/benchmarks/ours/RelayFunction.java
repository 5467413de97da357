package dev.statefun.benchmarks.ours;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.benchmarks.work.Work;
import dev.statefun.io.KafkaEgressMessage;

/**
 * Counts, and sends a message on until it has come round often enough.
 */
@StatefunFunction("bench/relay")
class RelayFunction {

	@StatefunHandler
	void relay(Integer hops, Context context, @State("seen") StateValue<Long> seen) {
		long count = seen.update(0L, (present) -> present + 1);
		String id = context.self().id();
		if (hops > 0) {
			context.send("bench/relay", Work.next(id, hops), hops - 1);
		}
		else {
			context.send(KafkaEgressMessage.forEgress("bench/out")
				.withTopic("relayed")
				.withUtf8Key(id)
				.withUtf8Value(String.valueOf(count)));
		}
	}

}
