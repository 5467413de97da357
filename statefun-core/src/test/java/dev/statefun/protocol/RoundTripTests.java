package dev.statefun.protocol;

import java.util.Comparator;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.internal.EngineProtocol;
import dev.statefun.protocol.internal.MalformedAnswerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	@ParameterizedTest
	@EnumSource
	void whenAnyRequestIsEncodedThenItIsThatOfGeneratedClasses(ProtocolVersion version) {
		for (int seed = 0; seed < SEEDS; seed++) {
			InvocationBatch batch = new RandomModel(version, seed).batch();
			assertThat(EngineProtocol.encode(batch)).as("seed %d", seed)
				.isEqualTo(Reference.of(version).writeRequest(batch));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAnyAnswerIsDecodedThenItIsWhatWasWritten(ProtocolVersion version) {
		for (int seed = 0; seed < SEEDS; seed++) {
			Completed effects = new RandomModel(version, seed).effects().toResult(version);
			assertThat(EngineProtocol.decode(version, this.detecting.encode(effects))).as("seed %d", seed)
				.isEqualTo(effects);
		}
		assertThat(EngineProtocol.decode(version, ByteString.EMPTY))
			.isEqualTo(Completed.of(version, List.of(), List.of()));
	}

	@Test
	void whenAnyMissingStatesAreDecodedThenTheyAreThoseThatWereAskedFor() {
		for (int seed = 0; seed < SEEDS; seed++) {
			Incomplete incomplete = new RandomModel(ProtocolVersion.V3, seed).incomplete();
			Incomplete decoded = (Incomplete) EngineProtocol.decode(ProtocolVersion.V3,
					this.detecting.encode(incomplete));
			assertThat(decoded.missing()).as("seed %d", seed)
				.usingElementComparator(Comparator.<ValueSpec<?>, String>comparing(
						(spec) -> spec.name() + " " + spec.type().typeName() + " " + spec.expiration()))
				.isEqualTo(incomplete.missing());
		}
	}

	@Test
	void whenBytesAreNoAnswerThenTheyAreRefused() {
		assertThatExceptionOfType(MalformedAnswerException.class)
			.isThrownBy(() -> EngineProtocol.decode(ProtocolVersion.V3, ByteString.fromHex("aa06ff")))
			.withMessageContaining("not an answer");
	}

}
