package dev.statefun;

import java.util.Optional;

import dev.statefun.type.SerializationException;

/**
 * The states of the present function instance, by their declarations.
 *
 * @since 0.1.0
 * @see Context#storage()
 */
public interface AddressScopedStorage {

	/**
	 * Access a state.
	 * @param <T> the type of the value
	 * @param spec one of the states that the function declares
	 * @return the state of this instance
	 * @throws IllegalArgumentException if the function does not declare it
	 */
	<T> StateValue<T> value(ValueSpec<T> spec);

	/**
	 * The value of a state.
	 * @param <T> the type of the value
	 * @param spec one of the states that the function declares
	 * @return the value, or nothing if there is none
	 * @throws IllegalArgumentException if the function does not declare the state
	 * @throws SerializationException if what is stored is of another type or cannot be
	 * read
	 */
	default <T> Optional<T> get(ValueSpec<T> spec) {
		return value(spec).get();
	}

	/**
	 * Set the value of a state.
	 * @param <T> the type of the value
	 * @param spec one of the states that the function declares
	 * @param value the new value
	 * @throws IllegalArgumentException if the function does not declare the state, or the
	 * value is {@code null}
	 * @throws SerializationException if the value cannot be written, as of
	 * {@link StateValue#set}
	 */
	default <T> void set(ValueSpec<T> spec, T value) {
		value(spec).set(value);
	}

	/**
	 * Remove the value of a state.
	 * @param spec one of the states that the function declares
	 * @throws IllegalArgumentException if the function does not declare the state
	 */
	default void remove(ValueSpec<?> spec) {
		value(spec).remove();
	}

}
