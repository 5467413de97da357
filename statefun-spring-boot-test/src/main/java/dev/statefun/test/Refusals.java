package dev.statefun.test;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;

/**
 * Checks for effects that the engine refuses, which would fail its job.
 */
final class Refusals {

	/** Empty if functions may send to any. */
	private final Set<TypeName> egresses;

	Refusals(Collection<TypeName> egresses) {
		this.egresses = Set.copyOf(egresses);
	}

	/**
	 * Check an answer before any of it takes effect.
	 * @param self whose answer it is
	 * @param answer the answer
	 * @param states the states of the function
	 * @param delayed the messages that wait for their time
	 * @throws IllegalStateException if the engine would refuse it
	 */
	void check(Address self, Completed answer, Map<String, ValueSpec<?>> states, List<DelayedMessage> delayed) {
		Set<String> tokens = tokens(self.id(), delayed);
		for (Outgoing message : answer.outgoing()) {
			if (message instanceof SendEgress send) {
				checkEgress(self, send.egress());
			}
			else if (message instanceof CancelDelayed cancel) {
				tokens.remove(cancel.cancellationToken());
			}
			else if (message instanceof SendAfter later) {
				checkToken(self, later, tokens);
			}
		}
		for (Mutation mutation : answer.mutations()) {
			checkType(self, mutation, Objects.requireNonNull(states.get(mutation.name())));
		}
	}

	private static Set<String> tokens(String senderId, List<DelayedMessage> delayed) {
		Set<String> tokens = new HashSet<>();
		for (DelayedMessage message : delayed) {
			if (message.cancellationToken() != null && message.from().id().equals(senderId)) {
				tokens.add(message.cancellationToken());
			}
		}
		return tokens;
	}

	private void checkEgress(Address self, TypeName egress) {
		if (!this.egresses.isEmpty() && !this.egresses.contains(egress) && !ClientPort.isClient(egress)) {
			throw new IllegalStateException(
					"%s sent a message through the egress %s, of which the engine does not know. It knows %s".formatted(
							self, egress,
							this.egresses.stream().sorted(Comparator.comparing(TypeName::toString)).toList()));
		}
	}

	private static void checkToken(Address self, SendAfter message, Set<String> tokens) {
		String token = message.cancellationToken();
		if (token != null && !tokens.add(token)) {
			throw new IllegalStateException(
					"%s sent a delayed message with the token '%s', and another one with it is waiting, sent by an instance of the same id. The engine fails then: cancel that first, or use another token"
						.formatted(self, token));
		}
	}

	private static void checkType(Address self, Mutation mutation, ValueSpec<?> spec) {
		TypedValue value = mutation.value();
		if (value != null && !value.is(spec.type())) {
			throw new IllegalStateException("%s set the state '%s' of type %s to a value of type %s".formatted(self,
					mutation.name(), spec.type().typeName(), value.typeName()));
		}
	}

}
