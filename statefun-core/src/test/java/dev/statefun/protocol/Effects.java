package dev.statefun.protocol;

import java.util.Comparator;
import java.util.List;

import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendEgress;

/**
 * What an answer says, apart from how it is written.
 */
record Effects(List<Mutation> mutations, List<Outgoing> outgoing) {

	static Effects of(Completed completed) {
		return new Effects(completed.mutations(), completed.outgoing());
	}

	Completed toResult(ProtocolVersion version) {
		return Completed.of(version, this.mutations, this.outgoing);
	}

	/** As generated classes read it: messages, delayed ones, egress messages. */
	Effects inOrderOfKind() {
		return new Effects(this.mutations, this.outgoing.stream().sorted(Comparator.comparing(Effects::kind)).toList());
	}

	private static int kind(Outgoing outgoing) {
		if (outgoing instanceof Send) {
			return 0;
		}
		return (outgoing instanceof SendEgress) ? 2 : 1;
	}

}
