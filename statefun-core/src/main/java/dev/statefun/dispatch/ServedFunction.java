package dev.statefun.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.statefun.ValueSpec;
import dev.statefun.error.NoHandlerException;
import dev.statefun.type.TypeName;

/**
 * A function with what is kept from request to request to handle its messages fast.
 */
final class ServedFunction {

	private static final int RESPONSE_SIZE = 64;

	private static final int MAX_EXPECTED_SIZE = 4 << 20;

	/** Of so many states it is faster to look at each than to look them up. */
	private static final int FEW = 4;

	private final FunctionDefinition definition;

	private final boolean exists;

	private final ValueSpec<?>[] states;

	private final Map<String, Integer> indexes = new HashMap<>();

	/** Of the latest request, whichever thread handled it. */
	private int sizePerInvocation = 256;

	ServedFunction(FunctionDefinition definition) {
		this(definition, true);
	}

	private ServedFunction(FunctionDefinition definition, boolean exists) {
		this.definition = definition;
		this.exists = exists;
		this.states = definition.states().toArray(ValueSpec<?>[]::new);
		for (int i = 0; i < this.states.length; i++) {
			this.indexes.put(this.states[i].name(), i);
		}
	}

	/** What stands for a function that there is not: it fails on each message. */
	static ServedFunction absent(TypeName typeName, String message) {
		return new ServedFunction(new FunctionDefinition(typeName, (context, received) -> {
			throw new NoHandlerException(message);
		}, List.of(), Set.of(), "nowhere"), false);
	}

	/** Whether there is such a function. */
	boolean exists() {
		return this.exists;
	}

	FunctionDefinition definition() {
		return this.definition;
	}

	/** The states that the function declares, in the order of declaration. */
	ValueSpec<?>[] states() {
		return this.states;
	}

	/**
	 * Find the place of a state among those that the function declares.
	 * @return the place, or a negative number if there is no state of the same name
	 */
	int indexOf(ValueSpec<?> state) {
		for (int i = 0; i < this.states.length && i < FEW; i++) {
			if (this.states[i] == state) {
				return i;
			}
		}
		return find(state.name());
	}

	/**
	 * Find the place of a state among those that the function declares.
	 * @param name the name of the state
	 * @param guess where it most probably is
	 * @return the place, or a negative number if there is no such state
	 */
	int indexOf(String name, int guess) {
		return (guess < this.states.length && this.states[guess].name().equals(name)) ? guess : find(name);
	}

	private int find(String name) {
		Integer index = this.indexes.get(name);
		return (index != null) ? index : -1;
	}

	/** Guess how many bytes an answer will have. */
	int expectedSize(int invocations) {
		return (int) Math.min(MAX_EXPECTED_SIZE, RESPONSE_SIZE + (long) this.sizePerInvocation * invocations * 33 / 32);
	}

	/**
	 * Learn from an answer, but of a larger one not more than twice what is known: many
	 * asynchronous requests may begin, each with as much memory, before the next ends.
	 */
	void answered(int invocations, int size) {
		int average = (invocations > 1) ? size / invocations : size;
		int learned = (int) Math.min(average, RESPONSE_SIZE + 2L * this.sizePerInvocation);
		// Other threads read it, and have to fetch it again when it is written
		if (learned != this.sizePerInvocation) {
			this.sizePerInvocation = learned;
		}
	}

}
