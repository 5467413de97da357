package com.example;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;

@StatefunFunction("example/counter")
class CounterFunction {

	@StatefunHandler
	void add(Increment increment, Context context, @State("total") StateValue<Integer> total) {
		int sum = total.update(0, (present) -> present + increment.by());
		context.send(KafkaEgressMessage.forEgress("example/totals")
			.withTopic("totals")
			.withUtf8Key(context.self().id())
			.withUtf8Value(context.self().id() + " = " + sum));
	}

	@StatefunType("example/Increment")
	record Increment(int by) {
	}

}
