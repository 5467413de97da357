package dev.statefun.protocol;

import java.io.IOException;

import dev.statefun.Address;
import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.type.TypedValue;

/**
 * Writes one answer.
 */
final class ResponseWriter {

	private final WireWriter writer;

	private final ProtocolVersion version;

	private ResponseWriter(WireWriter writer, ProtocolVersion version) {
		this.writer = writer;
		this.version = version;
	}

	static byte[] write(InvocationResult result) {
		return WireWriter.write((writer) -> new ResponseWriter(writer, result.version()).result(result));
	}

	private void result(InvocationResult result) throws IOException {
		if (result instanceof Incomplete incomplete) {
			this.writer.message(WireFields.FROM_FUNCTION_INCOMPLETE, (writer) -> incomplete(incomplete));
		}
		else if (result instanceof Completed completed) {
			this.writer.message(WireFields.FROM_FUNCTION_RESULT, (writer) -> completed(completed));
		}
	}

	private void incomplete(Incomplete incomplete) throws IOException {
		for (ValueSpec<?> spec : incomplete.missing()) {
			this.writer.message(WireFields.INCOMPLETE_MISSING, (writer) -> {
				writer.string(WireFields.SPEC_NAME, spec.name());
				Expiration expiration = spec.expiration();
				if (expiration.mode() != Expiration.Mode.NONE) {
					writer.message(WireFields.SPEC_EXPIRATION, (nested) -> {
						nested.number(WireFields.EXPIRATION_MODE, number(expiration.mode()));
						nested.number(WireFields.EXPIRATION_MILLIS, expiration.timeToLive().toMillis());
					});
				}
				writer.string(WireFields.SPEC_TYPE, spec.type().typeName());
			});
		}
	}

	private static int number(Expiration.Mode mode) {
		return switch (mode) {
			case NONE -> 0;
			case AFTER_WRITE -> 1;
			case AFTER_INVOKE -> 2;
		};
	}

	private void completed(Completed completed) throws IOException {
		for (Mutation mutation : completed.mutations()) {
			this.writer.message(WireFields.RESULT_MUTATIONS, (writer) -> mutation(mutation));
		}
		for (Outgoing outgoing : completed.outgoing()) {
			if (outgoing instanceof Send send) {
				this.writer.message(WireFields.RESULT_MESSAGES, (writer) -> {
					address(WireFields.MESSAGE_TARGET, send.target());
					value(WireFields.MESSAGE_ARGUMENT, send.argument());
				});
			}
			else if (outgoing instanceof SendAfter delayed) {
				this.writer.message(WireFields.RESULT_DELAYED, (writer) -> delayed(delayed));
			}
			else if (outgoing instanceof CancelDelayed cancellation) {
				this.writer.message(WireFields.RESULT_DELAYED, (writer) -> cancellation(cancellation));
			}
			else if (outgoing instanceof SendEgress egress) {
				this.writer.message(WireFields.RESULT_EGRESSES, (writer) -> {
					writer.string(WireFields.EGRESS_NAMESPACE, egress.egress().namespace());
					writer.string(WireFields.EGRESS_TYPE, egress.egress().name());
					value(WireFields.EGRESS_ARGUMENT, egress.argument());
				});
			}
		}
	}

	private void mutation(Mutation mutation) throws IOException {
		TypedValue value = mutation.value();
		if (value != null) {
			this.writer.number(WireFields.MUTATION_TYPE, WireFields.MUTATION_TYPE_MODIFY);
		}
		this.writer.string(WireFields.MUTATION_NAME, mutation.name());
		if (value != null) {
			value(WireFields.MUTATION_VALUE, value);
		}
	}

	private void delayed(SendAfter delayed) throws IOException {
		this.writer.number(WireFields.DELAYED_MILLIS, delayed.delay().toMillis());
		address(WireFields.DELAYED_TARGET, delayed.target());
		value(WireFields.DELAYED_ARGUMENT, delayed.argument());
		String token = delayed.cancellationToken();
		if (token != null) {
			requireCancellation();
			this.writer.string(WireFields.DELAYED_TOKEN, token);
		}
	}

	private void cancellation(CancelDelayed cancellation) throws IOException {
		requireCancellation();
		this.writer.bool(WireFields.DELAYED_IS_CANCELLATION, true);
		this.writer.string(WireFields.DELAYED_TOKEN, cancellation.cancellationToken());
	}

	private void requireCancellation() {
		if (this.version == ProtocolVersion.V2) {
			throw new UnsupportedOperationException("Delayed messages cannot be cancelled in the 2.x protocol");
		}
	}

	private void address(int field, Address address) throws IOException {
		this.writer.message(field, (writer) -> {
			writer.string(WireFields.ADDRESS_NAMESPACE, address.type().namespace());
			writer.string(WireFields.ADDRESS_TYPE, address.type().name());
			writer.string(WireFields.ADDRESS_ID, address.id());
		});
	}

	private void value(int field, TypedValue value) throws IOException {
		if (this.version == ProtocolVersion.V2) {
			TypedValue legacy = LegacyValues.toWire(value);
			this.writer.message(field, (writer) -> {
				writer.string(WireFields.VALUE_TYPE, legacy.typeName());
				writer.bytes(WireFields.V2_VALUE_BYTES, legacy.bytes());
			});
			return;
		}
		this.writer.message(field, (writer) -> {
			writer.string(WireFields.VALUE_TYPE, value.typeName());
			writer.bool(WireFields.V3_VALUE_PRESENT, true);
			writer.bytes(WireFields.V3_VALUE_BYTES, value.bytes());
		});
	}

}
