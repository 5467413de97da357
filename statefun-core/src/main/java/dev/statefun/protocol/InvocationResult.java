package dev.statefun.protocol;

import java.time.Duration;
import java.util.List;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
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
	 * The messages were not handled, since the request lacked states of the function. The
	 * engine sends it again with them. There is no such answer in the 2.x protocol.
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
	 * All messages were handled, with these effects.
	 *
	 * @param version the protocol of the answer
	 * @param mutations the states that changed, at most one mutation a name
	 * @param outgoing what is to be sent, each kind in the order of sending
	 * @since 0.1.0
	 */
	record Completed(ProtocolVersion version, List<Mutation> mutations,
			List<Outgoing> outgoing) implements InvocationResult {

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
	 * @param target whom it is for
	 * @param argument its value
	 * @since 0.1.0
	 */
	record Send(Address target, TypedValue argument) implements Outgoing {

	}

	/**
	 * A message to a function after a while.
	 *
	 * @param delay for how long the engine keeps it, not negative
	 * @param target whom it is for
	 * @param argument its value
	 * @param cancellationToken the token by which it can be cancelled, or {@code null}
	 * @since 0.1.0
	 */
	record SendAfter(Duration delay, Address target, TypedValue argument,
			@Nullable String cancellationToken) implements Outgoing {

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
