package dev.statefun.dispatch;

import java.util.Optional;

import dev.statefun.StateValue;

/**
 * A state as one invocation has it, no longer usable when that has ended.
 *
 * @param <T> the type of the value
 */
final class StateHandle<T> implements StateValue<T> {

	private final ScopedState<T> state;

	private final InvocationContext context;

	StateHandle(ScopedState<T> state, InvocationContext context) {
		this.state = state;
		this.context = context;
	}

	@Override
	public Optional<T> get() {
		this.context.checkOpen();
		return this.state.get();
	}

	@Override
	public void set(T value) {
		this.context.checkOpen();
		this.state.set(value, this.context.invocation());
	}

	@Override
	public void remove() {
		this.context.checkOpen();
		this.state.remove(this.context.invocation());
	}

}
