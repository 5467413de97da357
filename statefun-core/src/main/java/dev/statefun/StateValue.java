package dev.statefun;

import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;

/**
 * One state of the present function instance. <pre class="code">
 * &#64;StatefunHandler
 * void greet(Greet greet, &#64;State("seen") StateValue&lt;Integer&gt; seen) {
 *     int count = seen.update(0, (present) -&gt; present + 1);
 *     if (count &gt; 100) {
 *         seen.remove();
 *     }
 * }
 * </pre>
 * <p>
 * Later messages of the same request see a write. It reaches the engine together with the
 * other effects of the request.
 * <p>
 * Each {@link #set} serializes the value, and each {@link #get} reads it anew. So a later
 * change of the object changes nothing. Immutable values, such as numbers, texts and
 * protobuf messages ({@link Type#hasImmutableValues()}), are read once for all messages
 * of the request, and written once after them.
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
	 * @throws SerializationException if the value cannot be written. An immutable value
	 * is written at the end of the request, which then fails
	 */
	void set(T value);

	/**
	 * Compute a new value from the present one, and set it.
	 * @param initial the present value if there is none
	 * @param change turns the present value into the new one
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
