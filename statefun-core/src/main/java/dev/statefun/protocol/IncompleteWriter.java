package dev.statefun.protocol;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationResult.Incomplete;

/**
 * Writes the answer that asks for missing states.
 */
final class IncompleteWriter {

	private static final int SIZE_OF_ONE = 128;

	private IncompleteWriter() {
	}

	static ByteString write(Incomplete incomplete) {
		WireWriter context = new WireWriter(SIZE_OF_ONE);
		for (ValueSpec<?> spec : incomplete.missing()) {
			context.message(WireFields.INCOMPLETE_MISSING, write(spec));
		}
		WireWriter response = new WireWriter(SIZE_OF_ONE);
		response.message(WireFields.FROM_FUNCTION_INCOMPLETE, context.toByteArray());
		return UnsafeByteOperations.unsafeWrap(response.toByteArray());
	}

	private static byte[] write(ValueSpec<?> spec) {
		WireWriter writer = new WireWriter(SIZE_OF_ONE);
		writer.bytes(WireFields.SPEC_NAME, spec.name().getBytes(StandardCharsets.UTF_8));
		if (spec.expiration().mode() != Expiration.Mode.NONE) {
			writer.message(WireFields.SPEC_EXPIRATION, write(spec.expiration()));
		}
		writer.bytes(WireFields.SPEC_TYPE, spec.type().typeName().getBytes(StandardCharsets.UTF_8));
		return writer.toByteArray();
	}

	private static byte[] write(Expiration expiration) {
		WireWriter writer = new WireWriter(SIZE_OF_ONE);
		writer.number(WireFields.EXPIRATION_MODE, switch (expiration.mode()) {
			case NONE -> 0;
			case AFTER_WRITE -> 1;
			case AFTER_INVOKE -> 2;
		});
		writer.number(WireFields.EXPIRATION_MILLIS, expiration.timeToLive().toMillis());
		return writer.toByteArray();
	}

}
