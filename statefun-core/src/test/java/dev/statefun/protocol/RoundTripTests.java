package dev.statefun.protocol;

import java.util.Comparator;
import java.util.List;

import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendEgress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any request that generated classes write is read, and any answer that is written is
 * read by generated classes.
 */
class RoundTripTests {

	private static final int SEEDS = 500;

	private final RequestReplyProtocol detecting = RequestReplyProtocol.detecting();

	@ParameterizedTest
	@EnumSource
	void whenAnyRequestIsDecodedThenItIsWhatWasWritten(ProtocolVersion version) {
		RequestReplyProtocol pinned = RequestReplyProtocol.of(version);
		for (int seed = 0; seed < SEEDS; seed++) {
			InvocationBatch batch = new RandomModel(version, seed).batch();
			byte[] request = Reference.of(version).writeRequest(batch);
			assertThat(this.detecting.decode(request)).as("seed %d", seed).isEqualTo(batch);
			assertThat(pinned.decode(request)).as("seed %d", seed).isEqualTo(batch);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAnyResultIsEncodedThenItsEffectsAreRead(ProtocolVersion version) throws Exception {
		for (int seed = 0; seed < SEEDS; seed++) {
			InvocationResult result = new RandomModel(version, seed).result();
			InvocationResult read = Reference.of(version).readResponse(this.detecting.encode(result));
			assertThat(read).as("seed %d", seed).isEqualTo(inOrderOfKind(result));
		}
	}

	private static InvocationResult inOrderOfKind(InvocationResult result) {
		if (result instanceof Completed completed) {
			List<Outgoing> outgoing = completed.outgoing()
				.stream()
				.sorted(Comparator.comparing(RoundTripTests::kind))
				.toList();
			return new Completed(completed.version(), completed.mutations(), outgoing);
		}
		return result;
	}

	private static int kind(Outgoing outgoing) {
		if (outgoing instanceof Send) {
			return 0;
		}
		return (outgoing instanceof SendEgress) ? 2 : 1;
	}

}
