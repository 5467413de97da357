package dev.statefun.autoconfigure.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.reference.v3.FromFunction;
import dev.statefun.protocol.reference.v3.FromFunction.IncompleteInvocationContext;
import dev.statefun.protocol.reference.v3.FromFunction.InvocationResponse;
import dev.statefun.protocol.reference.v3.FromFunction.PersistedValueMutation;
import dev.statefun.protocol.reference.v3.FromFunction.PersistedValueSpec;

/**
 * What a request leads to.
 */
sealed interface Outcome {

	/**
	 * An answer, as the generated classes read it. An empty body and an empty result are
	 * the same one: that there is nothing to do.
	 *
	 * @param result what the answer holds: an {@code InvocationResponse} or an
	 * {@code IncompleteInvocationContext}
	 */
	record Effects(Message result) implements Outcome {

		static Effects of(ProtocolVersion version, byte[] answer) {
			try {
				if (version == ProtocolVersion.V2) {
					return new Effects(
							dev.statefun.protocol.reference.v2.FromFunction.parseFrom(answer).getInvocationResult());
				}
				FromFunction current = FromFunction.parseFrom(answer);
				return new Effects(current.hasIncompleteInvocationContext()
						? sorted(current.getIncompleteInvocationContext()) : sorted(current.getInvocationResult()));
			}
			catch (InvalidProtocolBufferException ex) {
				throw new IllegalArgumentException("An answer cannot be read", ex);
			}
		}

		/** Effects of 2.x, in the text form of protobuf. */
		static Effects ofLegacy(String text) {
			return new Effects(
					parse(text, dev.statefun.protocol.reference.v2.FromFunction.InvocationResponse.newBuilder()));
		}

		/** Effects of 3.x, in the text form of protobuf. */
		static Effects of(String text) {
			return new Effects(sorted((InvocationResponse) parse(text, InvocationResponse.newBuilder())));
		}

		/** States that are asked for, in the text form of protobuf. */
		static Effects ofMissing(String text) {
			return new Effects(
					sorted((IncompleteInvocationContext) parse(text, IncompleteInvocationContext.newBuilder())));
		}

		private static Message parse(String text, Message.Builder builder) {
			try {
				TextFormat.merge(text, builder);
			}
			catch (TextFormat.ParseException ex) {
				throw new IllegalArgumentException(text, ex);
			}
			return builder.build();
		}

		/** The Java SDK lists mutations in no particular order. */
		private static InvocationResponse sorted(InvocationResponse response) {
			List<PersistedValueMutation> mutations = new ArrayList<>(response.getStateMutationsList());
			mutations.sort(Comparator.comparing(PersistedValueMutation::getStateName));
			return response.toBuilder().clearStateMutations().addAllStateMutations(mutations).build();
		}

		private static IncompleteInvocationContext sorted(IncompleteInvocationContext incomplete) {
			List<PersistedValueSpec> missing = new ArrayList<>(incomplete.getMissingValuesList());
			missing.sort(Comparator.comparing(PersistedValueSpec::getStateName));
			return incomplete.toBuilder().clearMissingValues().addAllMissingValues(missing).build();
		}

	}

	/**
	 * No answer.
	 *
	 * @param status what the engine gets instead
	 * @param telling what the log says about it, among other things
	 */
	record Refusal(int status, List<String> telling) implements Outcome {

		/** Of a request that the engine is to send again. */
		static Refusal failed(String... telling) {
			return new Refusal(500, List.of(telling));
		}

		/** Of a request that no engine sends. */
		static Refusal malformed(String... telling) {
			return new Refusal(400, List.of(telling));
		}

	}

}
