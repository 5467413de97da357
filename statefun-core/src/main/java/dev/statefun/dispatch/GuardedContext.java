package dev.statefun.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.AddressScopedStorage;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import org.jspecify.annotations.Nullable;

/**
 * The context of an attempt that has a deadline: it may be closed while a handler uses
 * it. Each method holds its monitor. Those inherited from {@code Context} as they are
 * call the ones here.
 */
final class GuardedContext extends AttemptContext {

	GuardedContext(RequestScope scope, ReceivedMessage message) {
		super(scope, message);
	}

	@Override
	public synchronized Address self() {
		return super.self();
	}

	@Override
	public synchronized Optional<Address> caller() {
		return super.caller();
	}

	@Override
	public synchronized AddressScopedStorage storage() {
		return super.storage();
	}

	@Override
	public synchronized <T> StateValue<T> value(ValueSpec<T> spec) {
		return new GuardedState<>(super.value(spec), this);
	}

	@Override
	public synchronized void send(Address target, Object value) {
		super.send(target, value);
	}

	@Override
	public synchronized void send(String type, String id, Object value) {
		super.send(type, id, value);
	}

	@Override
	public synchronized void forward(Address target) {
		super.forward(target);
	}

	@Override
	public synchronized void reply(Object value) {
		super.reply(value);
	}

	@Override
	public synchronized void sendAfter(Duration delay, Address target, Object value,
			@Nullable String cancellationToken) {
		super.sendAfter(delay, target, value, cancellationToken);
	}

	@Override
	public synchronized void cancelDelayed(String cancellationToken) {
		super.cancelDelayed(cancellationToken);
	}

	@Override
	public synchronized void send(EgressMessage message) {
		super.send(message);
	}

	@Override
	public synchronized void setMetadata(Map<String, ByteString> metadata) {
		super.setMetadata(metadata);
	}

	@Override
	synchronized void rollBack() {
		super.rollBack();
	}

	@Override
	synchronized void close() {
		super.close();
	}

	/** A state that one thread at a time is in. */
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
