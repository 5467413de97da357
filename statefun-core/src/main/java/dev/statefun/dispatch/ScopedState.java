package dev.statefun.dispatch;

import dev.statefun.ValueSpec;
import dev.statefun.protocol.internal.ResponseWriter;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;

/**
 * A state within the scope of one request. A value that cannot be changed in place is
 * deserialized and serialized once, any other value at each use.
 *
 * @param <T> the type of the value
 */
final class ScopedState<T> {

	private static final int NEVER = 0;

	private static final int EARLIER = -1;

	/** A value of fewer bytes hardly counts against the limit of an answer. */
	private static final int LARGE = 32 << 10;

	private final ValueSpec<T> spec;

	private final boolean immutable;

	private final @Nullable ScopedState<?> next;

	private final @Nullable TypedValue received;

	/** The serialized value; also absent while only the other form is up to date. */
	private @Nullable TypedValue stored;

	/** The deserialized value; absent if nobody has read it, or it can be changed. */
	private @Nullable T value;

	/** Which attempt changed it last, or {@link #NEVER} or {@link #EARLIER}. */
	private int changedAt;

	/** Whether it had changed before that attempt. If not, it was as received. */
	private boolean markedChanged;

	private @Nullable TypedValue markedStored;

	private @Nullable T markedValue;

	/**
	 * Create a state.
	 * @param received its value in the request, if there is one
	 * @param next the one after it in the request
	 */
	ScopedState(ValueSpec<T> spec, @Nullable TypedValue received, @Nullable ScopedState<?> next) {
		this.spec = spec;
		this.next = next;
		this.received = received;
		this.stored = received;
		this.immutable = spec.type().hasImmutableValues();
	}

	ValueSpec<T> spec() {
		return this.spec;
	}

	@Nullable ScopedState<?> next() {
		return this.next;
	}

	boolean isChanged() {
		return this.changedAt != NEVER;
	}

	/**
	 * Return the serialized value.
	 * @throws SerializationException if it cannot be written
	 */
	@Nullable TypedValue stored() {
		if (this.stored == null && this.value != null) {
			this.stored = write(this.value);
		}
		return this.stored;
	}

	/**
	 * Return the serialized value, without keeping it: the attempt may be over, and the
	 * state may be another thread's.
	 */
	@Nullable TypedValue peek() {
		TypedValue present = this.stored;
		T current = this.value;
		return (present == null && current != null) ? write(current) : present;
	}

	private TypedValue write(T from) {
		try {
			return TypedValue.of(this.spec.type(), from);
		}
		catch (SerializationException ex) {
			throw new SerializationException(
					"The state '%s' cannot be written: %s".formatted(this.spec.name(), ex.getMessage()), ex);
		}
	}

	/** Numbers, which many states are, without steps between. */
	void writeTo(ResponseWriter response) {
		if (this.stored == null && this.value instanceof Long number && this.spec.type() == Types.longType()) {
			response.mutate(this.spec.name(), number);
		}
		else {
			response.mutate(this.spec.name(), stored());
		}
	}

	/**
	 * Return the deserialized value.
	 * @throws SerializationException if it cannot be read
	 */
	@Nullable T value() {
		if (this.value != null || this.stored == null) {
			return this.value;
		}
		T read = read(this.stored);
		this.value = this.immutable ? read : null;
		return read;
	}

	/** The value that {@link #value()} would have to deserialize first, if any. */
	@Nullable TypedValue unread() {
		return (this.value == null) ? this.stored : null;
	}

	/** Keep what was deserialized, unless the value has changed meanwhile. */
	void keep(TypedValue from, T read) {
		if (this.immutable && this.stored == from) {
			this.value = read;
		}
	}

	/**
	 * Deserialize a value of this state.
	 * @throws SerializationException if it cannot be read
	 */
	T read(TypedValue from) {
		try {
			return from.as(this.spec.type());
		}
		catch (SerializationException ex) {
			throw new SerializationException(
					"The state '%s' cannot be read: %s".formatted(this.spec.name(), ex.getMessage()), ex);
		}
	}

	/**
	 * Set the value.
	 * @param attempt which attempt of the request does, from 1
	 */
	void set(T newValue, int attempt) {
		set(newValue, written(newValue), attempt);
	}

	/**
	 * Serialize a value that is to be set, unless it is immutable, so that it can be
	 * serialized later.
	 * @throws SerializationException if it cannot be written
	 */
	@Nullable TypedValue written(T newValue) {
		if (newValue == null) {
			throw new IllegalArgumentException(
					"The state '%s' cannot be set to null: remove it instead".formatted(this.spec.name()));
		}
		return this.immutable ? null : write(newValue);
	}

	/**
	 * Set the value.
	 * @param newStored what {@link #written} returned for it
	 * @param attempt which attempt of the request does, from 1
	 */
	void set(T newValue, @Nullable TypedValue newStored, int attempt) {
		change(newStored, this.immutable ? newValue : null, attempt);
	}

	/** Whether the value is known to be large. */
	boolean isLarge() {
		return knownSize() >= LARGE;
	}

	/**
	 * How many bytes the value has at least, without serializing it. The size of a
	 * protobuf message is only known when it is written.
	 */
	private int knownSize() {
		TypedValue written = this.stored;
		if (written != null) {
			return written.bytes().size();
		}
		return (this.value instanceof String text) ? text.length() : 0;
	}

	/**
	 * How many bytes an attempt has set the value to, as far as they are known.
	 * @param attempt which attempt of the request, the latest
	 */
	int sizeSetBy(int attempt) {
		return (this.changedAt == attempt) ? knownSize() : 0;
	}

	/**
	 * Remove the value.
	 * @param attempt which attempt of the request does, from 1
	 */
	void remove(int attempt) {
		change(null, null, attempt);
	}

	private void change(@Nullable TypedValue newStored, @Nullable T newValue, int attempt) {
		if (this.changedAt != attempt) {
			mark();
			this.changedAt = attempt;
		}
		if (this.stored != newStored) {
			this.stored = newStored;
		}
		this.value = newValue;
	}

	/** Remember the value before an attempt. The received one is kept anyway. */
	private void mark() {
		this.markedChanged = isChanged();
		if (this.markedChanged) {
			if (this.markedStored != this.stored) {
				this.markedStored = this.stored;
			}
			if (this.markedValue != this.value) {
				this.markedValue = this.value;
			}
		}
	}

	/**
	 * Undo what an attempt did.
	 * @param attempt which attempt of the request, the latest
	 */
	void rollBack(int attempt) {
		if (this.changedAt == attempt) {
			this.changedAt = this.markedChanged ? EARLIER : NEVER;
			this.stored = this.markedChanged ? this.markedStored : this.received;
			this.value = this.markedChanged ? this.markedValue : null;
		}
	}

}
