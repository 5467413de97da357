package dev.statefun.test;

import java.time.Duration;
import java.util.List;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.type.Types;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays a message through a runtime of its own. This loads the classes that tests need
 * together with the application context. Otherwise the first test would take several
 * times as long as those after it.
 */
final class Rehearsal implements StatefulFunction {

	private static final String TYPE = "statefun.test/rehearsal";

	private static final String TOPIC = "rehearsed";

	private static final ValueSpec<Integer> TIMES = ValueSpec.of("times", Types.integerType());

	private Rehearsal() {
	}

	static void play() {
		StatefunTestRuntime runtime = StatefunTestRuntime.of(FunctionDefinition.of(TYPE, new Rehearsal()));
		runtime.send(TYPE, "first", "again");
		assertThat(runtime).hasState(TYPE, "first", TIMES.name(), 1)
			.hasSent(TYPE, "second", "done")
			.hasRecord(TOPIC, "first", "again")
			.hasNothingDelayed();
		assertThat(runtime).records(TOPIC).containsExactly("again", "done");
	}

	@Override
	public void apply(Context context, Message message) {
		String text = message.as(String.class);
		context.storage().value(TIMES).update(0, (times) -> times + 1);
		context.send(KafkaEgressMessage.forEgress("statefun.test/egress")
			.withTopic(TOPIC)
			.withUtf8Key(context.self().id())
			.withUtf8Value(text));
		if (text.equals("again")) {
			context.send(TYPE, "second", "done");
			context.sendAfter(Duration.ofSeconds(1), context.self(), text, "token");
			context.cancelDelayed("token");
		}
	}

	@Override
	public List<ValueSpec<?>> states() {
		return List.of(TIMES);
	}

}
