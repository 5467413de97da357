package dev.statefun.benchmarks.official;

import java.util.concurrent.CompletableFuture;

import dev.statefun.benchmarks.work.Work;
import org.apache.flink.statefun.sdk.java.AddressScopedStorage;
import org.apache.flink.statefun.sdk.java.Context;
import org.apache.flink.statefun.sdk.java.StatefulFunction;
import org.apache.flink.statefun.sdk.java.StatefulFunctionSpec;
import org.apache.flink.statefun.sdk.java.TypeName;
import org.apache.flink.statefun.sdk.java.ValueSpec;
import org.apache.flink.statefun.sdk.java.io.KafkaEgressMessage;
import org.apache.flink.statefun.sdk.java.message.Message;
import org.apache.flink.statefun.sdk.java.message.MessageBuilder;

/**
 * Counts, and tells others.
 */
final class CounterFn implements StatefulFunction {

	private static final TypeName TYPE = TypeName.typeNameFromString(Work.COUNTER);

	private static final TypeName OTHER = TypeName.typeNameFromString(Work.OTHER);

	private static final TypeName EGRESS = TypeName.typeNameFromString(Work.EGRESS);

	private static final ValueSpec<Long> SEEN = ValueSpec.named(Work.SEEN).withLongType();

	static final StatefulFunctionSpec SPEC = StatefulFunctionSpec.builder(TYPE)
		.withValueSpec(SEEN)
		.withSupplier(CounterFn::new)
		.build();

	@Override
	public CompletableFuture<Void> apply(Context context, Message message) {
		String text = message.asUtf8String();
		AddressScopedStorage storage = context.storage();
		storage.set(SEEN, storage.get(SEEN).orElse(0L) + 1);
		context.send(MessageBuilder.forAddress(OTHER, context.self().id()).withValue(text).build());
		context.send(KafkaEgressMessage.forEgress(EGRESS)
			.withTopic(Work.TOPIC)
			.withUtf8Key(context.self().id())
			.withUtf8Value(text)
			.build());
		return context.done();
	}

}
