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
 * Counts, and sends a message on until it has come round often enough.
 */
final class RelayFn implements StatefulFunction {

	private static final TypeName TYPE = TypeName.typeNameFromString(Work.OFFICIAL_RELAY);

	private static final TypeName EGRESS = TypeName.typeNameFromString(Work.EGRESS);

	private static final ValueSpec<Long> SEEN = ValueSpec.named(Work.SEEN).withLongType();

	static final StatefulFunctionSpec SPEC = StatefulFunctionSpec.builder(TYPE)
		.withValueSpec(SEEN)
		.withSupplier(RelayFn::new)
		.build();

	@Override
	public CompletableFuture<Void> apply(Context context, Message message) {
		int hops = message.asInt();
		AddressScopedStorage storage = context.storage();
		long count = storage.get(SEEN).orElse(0L) + 1;
		storage.set(SEEN, count);
		String id = context.self().id();
		if (hops > 0) {
			context.send(MessageBuilder.forAddress(TYPE, Work.next(id, hops)).withValue(hops - 1).build());
		}
		else {
			context.send(KafkaEgressMessage.forEgress(EGRESS)
				.withTopic(Work.RELAYED)
				.withUtf8Key(id)
				.withUtf8Value(String.valueOf(count))
				.build());
		}
		return context.done();
	}

}
