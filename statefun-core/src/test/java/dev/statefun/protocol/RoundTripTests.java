package dev.statefun.protocol;

import dev.statefun.protocol.InvocationResult.Incomplete;
import org.junit.jupiter.api.Test;
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
	void whenAnyEffectsAreEncodedThenTheyAreRead(ProtocolVersion version) throws Exception {
		for (int seed = 0; seed < SEEDS; seed++) {
			Effects effects = new RandomModel(version, seed).effects();
			byte[] response = this.detecting.encode(effects.toResult(version)).toByteArray();
			assertThat(Reference.of(version).readEffects(response)).as("seed %d", seed)
				.isEqualTo(effects.inOrderOfKind());
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTheEffectsOfAResultAreAskedForThenTheyAreInTheOrderOfSending(ProtocolVersion version) {
		for (int seed = 0; seed < SEEDS; seed++) {
			Effects effects = new RandomModel(version, seed).effects();
			assertThat(Effects.of(effects.toResult(version))).as("seed %d", seed).isEqualTo(effects);
		}
	}

	@Test
	void whenAnyMissingStatesAreEncodedThenTheyAreRead() throws Exception {
		for (int seed = 0; seed < SEEDS; seed++) {
			Incomplete incomplete = new RandomModel(ProtocolVersion.V3, seed).incomplete();
			assertThat(new ReferenceV3().readResponse(this.detecting.encode(incomplete).toByteArray()))
				.as("seed %d", seed)
				.isEqualTo(incomplete);
		}
	}

}
