package dev.statefun.dispatch;

import java.time.Duration;
import java.util.Optional;

import dev.statefun.Address;
import dev.statefun.AddressScopedStorage;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import org.jspecify.annotations.Nullable;

/**
 * A context that may be closed while a handler is using it: one thread at a time is in
 * it. What is not here is made of what is.
 */
final class GuardedContext implements AttemptContext, AddressScopedStorage {

	private final InvocationContext context;

	GuardedContext(InvocationContext context) {
		this.context = context;
	}

	@Override
	public synchronized Address self() {
		return this.context.self();
	}

	@Override
	public synchronized Optional<Address> caller() {
		return this.context.caller();
	}

	@Override
	public synchronized AddressScopedStorage storage() {
		this.context.checkOpen();
		return this;
	}

	@Override
	public synchronized <T> StateValue<T> value(ValueSpec<T> spec) {
		return new GuardedState<>(this.context.value(spec), this);
	}

	@Override
	public synchronized void send(Address target, Object value) {
		this.context.send(target, value);
	}

	@Override
	public synchronized void forward(Address target) {
		this.context.forward(target);
	}

	@Override
	public synchronized void reply(Object value) {
		this.context.reply(value);
	}

	@Override
	public synchronized void sendAfter(Duration delay, Address target, Object value,
			@Nullable String cancellationToken) {
		this.context.sendAfter(delay, target, value, cancellationToken);
	}

	@Override
	public synchronized void cancelDelayed(String cancellationToken) {
		this.context.cancelDelayed(cancellationToken);
	}

	@Override
	public synchronized void send(EgressMessage message) {
		this.context.send(message);
	}

	@Override
	public synchronized void rollBack() {
		this.context.rollBack();
	}

	@Override
	public synchronized void close() {
		this.context.close();
	}

	/** A state that only one thread at a time is in. */
	private record GuardedState<T>(StateValue<T> state, Object guard) implements StateValue<T> {

		@Override
		public Optional<T> get() {
			synchronized (this.guard) {
				return this.state.get();
			}
		}

		@Override
		public T orElse(T other) {
			synchronized (this.guard) {
				return this.state.orElse(other);
			}
		}

		@Override
		public void set(T value) {
			synchronized (this.guard) {
				this.state.set(value);
			}
		}

		@Override
		public void remove() {
			synchronized (this.guard) {
				this.state.remove();
			}
		}

	}

}
