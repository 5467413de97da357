package dev.statefun.protocol.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationResult.Incomplete;

/**
 * Writes the answer that asks for missing states.
 */
public final class IncompleteWriter {

	private IncompleteWriter() {
	}

	/**
	 * Write the answer.
	 * @param incomplete the answer
	 * @return its bytes
	 */
	public static ByteString write(Incomplete incomplete) {
		WireWriter context = new WireWriter();
		for (ValueSpec<?> spec : incomplete.missing()) {
			context.message(WireFields.INCOMPLETE_MISSING, write(spec));
		}
		WireWriter response = new WireWriter();
		response.message(WireFields.FROM_FUNCTION_INCOMPLETE, context.toByteArray());
		return UnsafeByteOperations.unsafeWrap(response.toByteArray());
	}

	private static byte[] write(ValueSpec<?> spec) {
		WireWriter writer = new WireWriter();
		writer.text(WireFields.SPEC_NAME, spec.name());
		if (spec.expiration().mode() != Expiration.Mode.NONE) {
			writer.message(WireFields.SPEC_EXPIRATION, write(spec.expiration()));
		}
		writer.text(WireFields.SPEC_TYPE, spec.type().typeName());
		return writer.toByteArray();
	}

	private static byte[] write(Expiration expiration) {
		WireWriter writer = new WireWriter();
		writer.number(WireFields.EXPIRATION_MODE, switch (expiration.mode()) {
			case NONE -> 0;
			case AFTER_WRITE -> 1;
			case AFTER_INVOKE -> 2;
		});
		writer.number(WireFields.EXPIRATION_MILLIS, expiration.timeToLive().toMillis());
		return writer.toByteArray();
	}

}
