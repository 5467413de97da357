package dev.statefun;

import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;

/**
 * One state of the function instance at hand. Writes are seen by the later messages of
 * the same request, and reach the engine with its other effects.
 * <p>
 * A value is written by {@link #set} and read by each {@link #get}: changing the object
 * afterwards changes nothing. Values that never change
 * ({@link Type#hasImmutableValues()}), such as numbers, texts and protobuf messages, are
 * kept as they are, read once for all messages of the request and written once after
 * them.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public interface StateValue<T> {

	/**
	 * The value.
	 * @return the value, or nothing if there is none
	 * @throws SerializationException if what is stored is of another type or cannot be
	 * read
	 */
	Optional<T> get();

	/**
	 * The value, or another one.
	 * @param other what to return if there is no value
	 * @return the value
	 * @throws SerializationException if what is stored is of another type or cannot be
	 * read
	 */
	default T orElse(T other) {
		return get().orElse(other);
	}

	/**
	 * Set the value. Setting an equal value is a write too: it renews the time to live of
	 * a state that expires after writing.
	 * @param value the new value
	 * @throws IllegalArgumentException if the value is {@code null}
	 * @throws SerializationException if the value cannot be written. One that never
	 * changes is written at the end of the request only, which fails then
	 */
	void set(T value);

	/**
	 * Set the value to what comes of the present one.
	 * @param initial taken for the present value if there is none
	 * @param change makes the new value of the present one
	 * @return the new value
	 * @throws IllegalArgumentException if the new value is {@code null}
	 * @throws SerializationException if what is stored cannot be read, or the new value
	 * cannot be written, as of {@link #set}
	 */
	default T update(T initial, UnaryOperator<T> change) {
		T value = change.apply(orElse(initial));
		set(value);
		return value;
	}

	/**
	 * Remove the value.
	 */
	void remove();

}
