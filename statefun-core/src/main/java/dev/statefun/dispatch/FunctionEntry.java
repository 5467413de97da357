package dev.statefun.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.statefun.ValueSpec;
import dev.statefun.io.internal.Asks;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * A function, and what the router keeps about it from request to request.
 */
final class FunctionEntry {

	private static final int RESPONSE_SIZE = 64;

	private static final int MAX_EXPECTED_SIZE = 4 << 20;

	private final FunctionDefinition definition;

	private final @Nullable Duration timeout;

	private final Replies replies;

	private final ValueSpec<?>[] states;

	private final Map<String, Integer> indexes = new HashMap<>();

	/**
	 * The type of callers that was last found to be no gateway. It is immutable and needs
	 * no guard.
	 */
	private @Nullable TypeName plainCaller;

	/** Learned from the latest request. A race between threads costs a worse guess. */
	private int sizePerInvocation = 256;

	/**
	 * Create an entry.
	 * @param defaultTimeout how long the function may take over a message unless it says
	 * so itself, or {@code null} for any time
	 * @param replies decides about the replies of all functions
	 */
	FunctionEntry(FunctionDefinition definition, @Nullable Duration defaultTimeout, Replies replies) {
		this.definition = definition;
		this.replies = replies;
		this.timeout = (definition.timeout() != null) ? definition.timeout() : defaultTimeout;
		this.states = definition.states().toArray(ValueSpec<?>[]::new);
		for (int i = 0; i < this.states.length; i++) {
			this.indexes.put(this.states[i].name(), i);
		}
	}

	FunctionDefinition definition() {
		return this.definition;
	}

	/**
	 * Tell whether a caller is a gateway. Most messages have the caller type of the
	 * previous one, so it is compared by reference first.
	 */
	boolean isGateway(TypeName caller) {
		if (caller == this.plainCaller) {
			return false;
		}
		boolean gateway = Asks.isGateway(caller);
		if (!gateway) {
			this.plainCaller = caller;
		}
		return gateway;
	}

	/** Tell whether a caller gets what a handler of the function returned. */
	boolean mayReplyTo(TypeName caller, String type) {
		return this.replies.areTakenBy(caller, this.definition, type);
	}

	/** How long the function may take over a message, or {@code null} for any time. */
	@Nullable Duration timeout() {
		return this.timeout;
	}

	/** The states that the function declares, in the order of declaration. */
	ValueSpec<?>[] states() {
		return this.states;
	}

	/**
	 * Find a declared state. Handlers mostly use the declaration itself: to compare it
	 * takes less time for each message than to look up its name.
	 * @return its place in the order of declaration, or a negative number if the function
	 * declares no state of that name
	 */
	int indexOf(ValueSpec<?> state) {
		for (int i = 0; i < this.states.length; i++) {
			if (this.states[i] == state) {
				return i;
			}
		}
		return indexOf(state.name());
	}

	/**
	 * Find a declared state by its name.
	 * @return its place in the order of declaration, or a negative number if the function
	 * declares no state of that name
	 */
	int indexOf(String name) {
		Integer index = this.indexes.get(name);
		return (index != null) ? index : -1;
	}

	/** Guess how many bytes an answer will have. */
	int expectedSize(int invocations) {
		return (int) Math.min(MAX_EXPECTED_SIZE, RESPONSE_SIZE + (long) this.sizePerInvocation * invocations * 33 / 32);
	}

	/**
	 * Learn the size of answers from the latest one. One answer raises the guess to twice
	 * its value at most: many asynchronous requests may take so much memory before the
	 * next answer corrects it.
	 */
	void answered(int invocations, int size) {
		int average = (invocations > 1) ? size / invocations : size;
		this.sizePerInvocation = (int) Math.min(average, RESPONSE_SIZE + 2L * this.sizePerInvocation);
	}

}
