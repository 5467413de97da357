package dev.statefun.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.internal.EffectsWriter;
import dev.statefun.protocol.internal.EncodedEffects;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an {@link InvocationBatch}.
 *
 * @since 0.1.0
 */
public sealed interface InvocationResult {

	/**
	 * The protocol of the answer, that of the request.
	 * @return the version
	 */
	ProtocolVersion version();

	/**
	 * Give the memory of the answer back, for other answers. A transport may call this
	 * after it has written the answer. Afterwards neither the answer nor its encoded form
	 * can be read.
	 */
	default void release() {
	}

	/**
	 * The messages were not handled, since the request lacked states of the function. The
	 * engine sends the request again with them. The 2.x protocol has no such answer.
	 *
	 * @param missing the states, at least one
	 * @since 0.1.0
	 */
	record Incomplete(List<ValueSpec<?>> missing) implements InvocationResult {

		@Override
		public ProtocolVersion version() {
			return ProtocolVersion.V3;
		}

	}

	/**
	 * All messages were handled, with these effects. The answer keeps them in encoded
	 * form, and reads them on each call.
	 *
	 * @since 0.1.0
	 */
	final class Completed implements InvocationResult {

		private final EncodedEffects effects;

		/**
		 * Create an answer. Not for applications, which have no encoded effects.
		 * @param effects the effects as they travel
		 */
		public Completed(EncodedEffects effects) {
			this.effects = effects;
		}

		/**
		 * Create an answer.
		 * @param version the protocol of the answer
		 * @param mutations the states that changed, at most one mutation a name
		 * @param outgoing what is to be sent
		 * @return the answer
		 * @throws UnsupportedOperationException if the answer is of 2.x and holds a
		 * cancellation token
		 * @throws SerializationException if the answer is of 2.x and holds the bytes of a
		 * primitive that are not those of one
		 */
		public static Completed of(ProtocolVersion version, List<Mutation> mutations, List<Outgoing> outgoing) {
			return EffectsWriter.write(version, mutations, outgoing);
		}

		@Override
		public ProtocolVersion version() {
			return this.effects.version();
		}

		/**
		 * The states that changed.
		 * @return the changes
		 */
		public List<Mutation> mutations() {
			return this.effects.mutations();
		}

		/**
		 * The messages to send.
		 * @return the messages, in the order of sending
		 */
		public List<Outgoing> outgoing() {
			return this.effects.outgoing();
		}

		@Override
		public void release() {
			this.effects.release();
		}

		/**
		 * Make an answer with the same effects, whose memory is its own.
		 * @return the answer
		 */
		public Completed copy() {
			return new Completed(this.effects.copy());
		}

		ByteString encoded() {
			return this.effects.bytes();
		}

		/**
		 * Compare the answer with another object.
		 * @return whether that is an answer of the same protocol, with the same effects
		 * in the same order
		 */
		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Completed that && version() == that.version() && encoded().equals(that.encoded());
		}

		@Override
		public int hashCode() {
			return encoded().hashCode();
		}

		/**
		 * Return the effects as text.
		 * @return the mutations, and what is sent
		 */
		@Override
		public String toString() {
			return "Completed[version=%s, mutations=%s, outgoing=%s]".formatted(version(), mutations(), outgoing());
		}

	}

	/**
	 * A change of a state.
	 *
	 * @param name the name of the state
	 * @param value its new value, or {@code null} if it is removed
	 * @since 0.1.0
	 */
	record Mutation(String name, @Nullable TypedValue value) {

	}

	/**
	 * Something to be sent.
	 *
	 * @since 0.1.0
	 */
	sealed interface Outgoing {

	}

	/**
	 * A message to a function.
	 *
	 * @param target the function instance that gets it
	 * @param argument its value
	 * @param metadata the metadata that goes with it in the 3.x protocol, such as a trace
	 * @since 0.1.0
	 */
	record Send(Address target, TypedValue argument, Map<String, ByteString> metadata) implements Outgoing {

		/**
		 * Create a message without metadata.
		 * @param target the function instance that gets it
		 * @param argument its value
		 */
		public Send(Address target, TypedValue argument) {
			this(target, argument, Map.of());
		}

	}

	/**
	 * A message to a function after a while.
	 *
	 * @param delay for how long the engine keeps it, not negative
	 * @param target the function instance that gets it
	 * @param argument its value
	 * @param cancellationToken the token by which it can be cancelled, or {@code null}
	 * @param metadata the metadata that goes with it in the 3.x protocol, such as a trace
	 * @since 0.1.0
	 */
	record SendAfter(Duration delay, Address target, TypedValue argument, @Nullable String cancellationToken,
			Map<String, ByteString> metadata) implements Outgoing {

		/**
		 * Create a message without metadata.
		 * @param delay for how long the engine keeps it, not negative
		 * @param target the function instance that gets it
		 * @param argument its value
		 * @param cancellationToken the token by which it can be cancelled, or
		 * {@code null}
		 */
		public SendAfter(Duration delay, Address target, TypedValue argument, @Nullable String cancellationToken) {
			this(delay, target, argument, cancellationToken, Map.of());
		}

	}

	/**
	 * The cancellation of delayed messages. Only the 3.x protocol has it.
	 *
	 * @param cancellationToken the token that they were sent with
	 * @since 0.1.0
	 */
	record CancelDelayed(String cancellationToken) implements Outgoing {

	}

	/**
	 * A message that leaves the engine.
	 *
	 * @param egress the egress
	 * @param argument its value
	 * @since 0.1.0
	 */
	record SendEgress(TypeName egress, TypedValue argument) implements Outgoing {

	}

}
