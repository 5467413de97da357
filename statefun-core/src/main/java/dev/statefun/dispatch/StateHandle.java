package dev.statefun.dispatch;

import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.statefun.StateValue;

/**
 * A state as one attempt has it. Refuses all use when the attempt has ended.
 *
 * @param <T> the type of the value
 */
final class StateHandle<T> implements StateValue<T> {

	private final ScopedState<T> state;

	private final AttemptContext context;

	StateHandle(ScopedState<T> state, AttemptContext context) {
		this.state = state;
		this.context = context;
	}

	@Override
	public Optional<T> get() {
		this.context.checkOpen();
		return Optional.ofNullable(this.state.value());
	}

	@Override
	public T orElse(T other) {
		this.context.checkOpen();
		T value = this.state.value();
		return (value != null) ? value : other;
	}

	@Override
	public void set(T value) {
		this.context.checkOpen();
		RequestScope scope = this.context.scope();
		this.state.set(value, scope.attempt());
		scope.hasSet(this.state);
	}

	@Override
	public T update(T initial, UnaryOperator<T> change) {
		this.context.checkOpen();
		T present = this.state.value();
		T value = change.apply((present != null) ? present : initial);
		set(value);
		return value;
	}

	@Override
	public void remove() {
		this.context.checkOpen();
		this.state.remove(this.context.scope().attempt());
	}

}
