package dev.statefun.benchmarks.official;

import java.util.concurrent.CompletableFuture;

import dev.statefun.benchmarks.work.Work;
import org.apache.flink.statefun.sdk.java.AddressScopedStorage;
import org.apache.flink.statefun.sdk.java.Context;
import org.apache.flink.statefun.sdk.java.StatefulFunction;
import org.apache.flink.statefun.sdk.java.StatefulFunctionSpec;
import org.apache.flink.statefun.sdk.java.TypeName;
import org.apache.flink.statefun.sdk.java.ValueSpec;
import org.apache.flink.statefun.sdk.java.message.Message;
import org.apache.flink.statefun.sdk.java.types.SimpleType;
import org.apache.flink.statefun.sdk.java.types.Type;

/**
 * Changes a state of any size.
 */
final class BlobFn implements StatefulFunction {

	private static final Type<byte[]> BYTES_TYPE = SimpleType
		.simpleTypeFrom(TypeName.typeNameFromString(Work.BYTES_TYPE), (bytes) -> bytes, (bytes) -> bytes);

	private static final ValueSpec<byte[]> BYTES = ValueSpec.named(Work.BYTES).withCustomType(BYTES_TYPE);

	static final StatefulFunctionSpec SPEC = StatefulFunctionSpec.builder(TypeName.typeNameFromString(Work.BLOB))
		.withValueSpec(BYTES)
		.withSupplier(BlobFn::new)
		.build();

	@Override
	public CompletableFuture<Void> apply(Context context, Message message) {
		AddressScopedStorage storage = context.storage();
		byte[] bytes = storage.get(BYTES).orElse(new byte[1]);
		bytes[0] += (byte) message.asUtf8String().charAt(0);
		storage.set(BYTES, bytes);
		return context.done();
	}

}
