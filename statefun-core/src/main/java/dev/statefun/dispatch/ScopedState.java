package dev.statefun.dispatch;

import java.util.Optional;

import dev.statefun.ValueSpec;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A state within the scope of one request.
 *
 * @param <T> the type of the value
 */
final class ScopedState<T> {

	private final ValueSpec<T> spec;

	private @Nullable TypedValue value;

	private boolean changed;

	private @Nullable TypedValue markedValue;

	private boolean markedChanged;

	ScopedState(ValueSpec<T> spec, @Nullable TypedValue value) {
		this.spec = spec;
		this.value = value;
	}

	ValueSpec<T> spec() {
		return this.spec;
	}

	void mark() {
		this.markedValue = this.value;
		this.markedChanged = this.changed;
	}

	void rollBack() {
		this.value = this.markedValue;
		this.changed = this.markedChanged;
	}

	boolean isChanged() {
		return this.changed;
	}

	@Nullable TypedValue value() {
		return this.value;
	}

	Optional<T> get() {
		if (this.value == null) {
			return Optional.empty();
		}
		try {
			return Optional.of(this.value.as(this.spec.type()));
		}
		catch (SerializationException ex) {
			throw new SerializationException(
					"The state '%s' cannot be read: %s".formatted(this.spec.name(), ex.getMessage()), ex);
		}
	}

	void set(T newValue) {
		if (newValue == null) {
			throw new IllegalArgumentException(
					"The state '%s' cannot be set to null: remove it instead".formatted(this.spec.name()));
		}
		this.value = TypedValue.of(this.spec.type(), newValue);
		this.changed = true;
	}

	void remove() {
		this.value = null;
		this.changed = true;
	}

}
