package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.type.TypedValue;

/**
 * What one request has read and is going to change: the states of its function instance
 * and what was sent. Never shared between requests.
 */
final class RequestScope {

	private final FunctionDefinition function;

	private final InvocationBatch batch;

	/** In the order of the request. */
	private final List<ScopedState<?>> states;

	private final List<Outgoing> outgoing = new ArrayList<>();

	private int marked;

	RequestScope(FunctionDefinition function, InvocationBatch batch) {
		this.function = function;
		this.batch = batch;
		this.states = new ArrayList<>(function.states().size());
		for (PersistedValue persisted : batch.states()) {
			for (ValueSpec<?> spec : function.states()) {
				if (spec.name().equals(persisted.name())) {
					add(new ScopedState<>(spec, persisted.value()));
				}
			}
		}
	}

	/** Of a state that a request has twice, the last value counts. */
	private void add(ScopedState<?> state) {
		for (int i = 0; i < this.states.size(); i++) {
			if (this.states.get(i).spec() == state.spec()) {
				this.states.set(i, state);
				return;
			}
		}
		this.states.add(state);
	}

	/** The states that the function declares and the request lacks. */
	List<ValueSpec<?>> missingStates() {
		if (this.states.size() == this.function.states().size()) {
			return List.of();
		}
		List<ValueSpec<?>> missing = new ArrayList<>(this.function.states());
		this.states.forEach((state) -> missing.remove(state.spec()));
		return missing;
	}

	@SuppressWarnings("unchecked")
	<T> ScopedState<T> state(ValueSpec<T> spec) {
		for (ScopedState<?> state : this.states) {
			if (state.spec().isSameStateAs(spec)) {
				return (ScopedState<T>) state;
			}
		}
		throw new IllegalArgumentException(
				"The function %s does not declare the state %s, only %s. Declare it with @State, or in states(); and for an engine of 2.x in its module file as well"
					.formatted(this.function.typeName(), describe(spec),
							this.function.states().stream().map(RequestScope::describe).toList()));
	}

	private static String describe(ValueSpec<?> spec) {
		return "'%s' of type %s".formatted(spec.name(), spec.type().typeName());
	}

	InvocationBatch batch() {
		return this.batch;
	}

	/** Remember what is there before an invocation. */
	void mark() {
		this.marked = this.outgoing.size();
		this.states.forEach(ScopedState::mark);
	}

	/** Undo what came since. */
	void rollBack() {
		this.outgoing.subList(this.marked, this.outgoing.size()).clear();
		this.states.forEach(ScopedState::rollBack);
	}

	void add(Outgoing effect) {
		this.outgoing.add(effect);
	}

	InvocationResult result() {
		List<Mutation> mutations = new ArrayList<>();
		for (ScopedState<?> state : this.states) {
			if (state.isChanged()) {
				mutations.add(new Mutation(state.spec().name(), state.value()));
			}
		}
		return new InvocationResult.Completed(this.batch.version(), mutations, List.copyOf(this.outgoing));
	}

}
