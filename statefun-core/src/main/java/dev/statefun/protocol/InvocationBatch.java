package dev.statefun.protocol;

import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A request of the engine: messages for one function instance, in order, and the state of
 * that instance.
 *
 * @param version the protocol of the request, in which it must be answered
 * @param target the function instance
 * @param states the states that the engine knows, in the order of the request
 * @param invocations the messages, in order
 * @param evidence what tells the version
 * @since 0.1.0
 */
public record InvocationBatch(ProtocolVersion version, Address target, List<PersistedValue> states,
		List<Invocation> invocations, VersionEvidence evidence) {

	/**
	 * Create a request, whose lists nobody can change.
	 * @param version the protocol of the request
	 * @param target the function instance
	 * @param states the states that the engine knows
	 * @param invocations the messages
	 * @param evidence what tells the version
	 */
	public InvocationBatch {
		states = List.copyOf(states);
		invocations = List.copyOf(invocations);
	}

	/**
	 * Create a request whose version is certain.
	 * @param version the protocol of the request
	 * @param target the function instance
	 * @param states the states that the engine knows
	 * @param invocations the messages
	 */
	public InvocationBatch(ProtocolVersion version, Address target, List<PersistedValue> states,
			List<Invocation> invocations) {
		this(version, target, states, invocations, VersionEvidence.CERTAIN);
	}

	/**
	 * A state of the function instance.
	 *
	 * @param name the name of the state
	 * @param value its value, or {@code null} if there is none
	 * @since 0.1.0
	 */
	public record PersistedValue(String name, @Nullable TypedValue value) {

	}

	/**
	 * A message.
	 *
	 * @param caller the function that sent it, or {@code null} if it came from an ingress
	 * @param argument its value, or a type without a value if the sender gave none
	 * @param metadata what came with it in the 3.x protocol
	 * @since 0.1.0
	 */
	public record Invocation(@Nullable Address caller, TypedValue argument, Map<String, ByteString> metadata) {

		/**
		 * Create a message that nothing comes with.
		 * @param caller the function that sent it, or {@code null} if it came from an
		 * ingress
		 * @param argument its value, or a type without a value if the sender gave none
		 */
		public Invocation(@Nullable Address caller, TypedValue argument) {
			this(caller, argument, Map.of());
		}

	}

}
