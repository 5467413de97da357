package dev.statefun;

import dev.statefun.type.Type;

/**
 * The declaration of a state: its name, the type of its value, and when it expires.
 * <pre class="code">
 * static final ValueSpec&lt;Integer&gt; SEEN = ValueSpec.of("seen", Types.integerType())
 *     .withExpiration(Expiration.afterWrite(Duration.ofDays(1)));
 * </pre>
 *
 * @param <T> the type of the value
 * @param name the name of the state, unique within its function
 * @param type the type of the value; the engine refuses another one once a value has been
 * stored
 * @param expiration when the engine forgets the value; the 2.x protocol takes it from the
 * module file instead
 * @since 0.1.0
 */
public record ValueSpec<T>(String name, Type<T> type, Expiration expiration) {

	/**
	 * Declare a state.
	 * @param name the name of the state, unique within its function
	 * @param type the type of the value
	 * @param expiration when the engine forgets the value
	 * @throws IllegalArgumentException if the name is empty
	 */
	public ValueSpec {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("The name of a state must not be empty");
		}
	}

	/**
	 * Declare a state that never expires.
	 * @param <T> the type of the value
	 * @param name the name of the state, unique within its function
	 * @param type the type of the value
	 * @return the declaration
	 * @throws IllegalArgumentException if the name is empty
	 */
	public static <T> ValueSpec<T> of(String name, Type<T> type) {
		return new ValueSpec<>(name, type, Expiration.none());
	}

	/**
	 * Let the value expire.
	 * @param newExpiration when the engine forgets the value
	 * @return a declaration of the same name and type
	 */
	public ValueSpec<T> withExpiration(Expiration newExpiration) {
		return new ValueSpec<>(this.name, this.type, newExpiration);
	}

	/**
	 * Tell whether another declaration is of the same state.
	 * @param other another declaration
	 * @return whether both have the same name, and types of the same name and Java class
	 */
	public boolean isSameStateAs(ValueSpec<?> other) {
		return this == other || (this.name.equals(other.name) && this.type.typeName().equals(other.type.typeName())
				&& this.type.javaType() == other.type.javaType());
	}

}
