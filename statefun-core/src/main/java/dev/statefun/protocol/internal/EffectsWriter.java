package dev.statefun.protocol.internal;

import java.util.List;

import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;

/**
 * Writes effects that somebody has as objects.
 */
public final class EffectsWriter {

	private static final EncodedNames NAMES = new EncodedNames(ProtocolVersion.V3);

	private static final EncodedNames LEGACY_NAMES = new EncodedNames(ProtocolVersion.V2);

	private static final int SIZE = 256;

	private EffectsWriter() {
	}

	/**
	 * Write an answer.
	 * @param version the protocol of the answer
	 * @param mutations the states that changed
	 * @param outgoing the messages to send
	 * @return the answer
	 */
	public static Completed write(ProtocolVersion version, List<Mutation> mutations, List<Outgoing> outgoing) {
		EncodedNames names = (version == ProtocolVersion.V2) ? LEGACY_NAMES : NAMES;
		ResponseWriter writer = new ResponseWriter(version, "", names, null, new byte[SIZE]);
		outgoing.forEach((effect) -> write(effect, writer));
		mutations.forEach((mutation) -> writer.mutate(mutation.name(), mutation.value()));
		return writer.finish();
	}

	private static void write(Outgoing effect, ResponseWriter writer) {
		if (effect instanceof Send send) {
			writer.metadata(send.metadata());
			writer.send(send.target(), send.argument());
		}
		else if (effect instanceof SendAfter delayed) {
			writer.metadata(delayed.metadata());
			writer.sendAfter(delayed.delay(), delayed.target(), delayed.argument(), delayed.cancellationToken());
		}
		else if (effect instanceof CancelDelayed cancellation) {
			writer.cancelDelayed(cancellation.cancellationToken());
		}
		else if (effect instanceof SendEgress egress) {
			writer.egress(egress.egress(), egress.argument());
		}
	}

}
