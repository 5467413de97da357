package dev.statefun.dispatch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.AddressScopedStorage;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.io.RecordEgressMessage;
import dev.statefun.io.internal.EgressRecord;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The context of an attempt that has a deadline: it may be closed while a handler uses
 * it. Its monitor guards what is recorded, and nothing else. Serializers and other code
 * of the application run outside of it: they may block, and closing the context must not
 * wait for them. Methods that are inherited as they are call the ones here.
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
	public <T> StateValue<T> value(ValueSpec<T> spec) {
		requireOpen();
		return new GuardedState<>(scope().state(spec), this);
	}

	@Override
	public void send(Address target, Object value) {
		Object ready = ready(value);
		synchronized (this) {
			super.send(target, ready);
		}
	}

	@Override
	public void send(String type, String id, Object value) {
		Object ready = ready(value);
		synchronized (this) {
			super.send(type, id, ready);
		}
	}

	@Override
	public void sendAfter(Duration delay, Address target, Object value, @Nullable String cancellationToken) {
		Object ready = ready(value);
		synchronized (this) {
			super.sendAfter(delay, target, ready, cancellationToken);
		}
	}

	@Override
	public synchronized void cancelDelayed(String cancellationToken) {
		super.cancelDelayed(cancellationToken);
	}

	/**
	 * Repeats the steps of the method that it overrides. Steps that could be overridden
	 * one by one would cost 4 ns a message without a deadline.
	 */
	@Override
	public void send(EgressMessage message) {
		requireOpen();
		String egress = message.egress();
		if (message instanceof RecordEgressMessage recordMessage) {
			EgressRecord egressRecord = recordMessage.toRecord(message().types());
			synchronized (this) {
				response().sendEgress(egress, egressRecord);
				scope().sent(Kind.EGRESS, egress);
			}
			return;
		}
		TypedValue value = message.value(message().types());
		synchronized (this) {
			response().sendEgress(egress, value);
			scope().sent(Kind.EGRESS, egress);
		}
	}

	@Override
	public void setMetadata(Map<String, ByteString> metadata) {
		Map<String, ByteString> copy = new LinkedHashMap<>(metadata);
		synchronized (this) {
			super.setMetadata(copy);
		}
	}

	@Override
	public synchronized List<Outgoing> sentSoFar() {
		return super.sentSoFar();
	}

	@Override
	synchronized void rollBack() {
		super.rollBack();
	}

	@Override
	synchronized void close() {
		super.close();
	}

	/**
	 * Serialize a value, unless it is a text, which no code of the application writes.
	 */
	private Object ready(Object value) {
		requireOpen();
		return (value instanceof String) ? value : serialize(value);
	}

	private synchronized void requireOpen() {
		checkOpen();
	}

	/** A state of which one thread at a time reads or changes what is recorded. */
	private record GuardedState<T>(ScopedState<T> state, GuardedContext context) implements StateValue<T> {

		@Override
		public Optional<T> get() {
			return Optional.ofNullable(value());
		}

		@Override
		public T orElse(T other) {
			T value = value();
			return (value != null) ? value : other;
		}

		private @Nullable T value() {
			TypedValue unread;
			synchronized (this.context) {
				this.context.checkOpen();
				unread = this.state.unread();
				if (unread == null) {
					return this.state.value();
				}
			}
			T read = this.state.read(unread);
			synchronized (this.context) {
				this.context.checkOpen();
				this.state.keep(unread, read);
			}
			return read;
		}

		@Override
		public void set(T value) {
			this.context.requireOpen();
			TypedValue written = this.state.written(value);
			synchronized (this.context) {
				this.context.checkOpen();
				RequestScope scope = this.context.scope();
				this.state.set(value, written, scope.attempt());
				scope.hasSet(this.state);
			}
		}

		@Override
		public void remove() {
			synchronized (this.context) {
				this.context.checkOpen();
				this.state.remove(this.context.scope().attempt());
			}
		}

	}

}
