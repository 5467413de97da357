package dev.statefun.type;

import org.jspecify.annotations.Nullable;

/**
 * Makes types of Java classes of one kind.
 *
 * @since 0.1.0
 */
public interface TypeFactory {

	/**
	 * Make the type of a class.
	 * @param <T> the class
	 * @param javaType the class
	 * @return its type, or {@code null} if the class is not of the kind that this factory
	 * knows
	 * @throws IllegalArgumentException if the class is of that kind, but has a name that
	 * cannot be a type's
	 */
	<T> @Nullable Type<T> create(Class<T> javaType);

}
