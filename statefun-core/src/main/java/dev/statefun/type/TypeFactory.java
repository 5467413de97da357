package dev.statefun.type;

import org.jspecify.annotations.Nullable;

/**
 * Makes types of Java types of one kind. An application may have its own, as beans.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TypeFactory {

	/**
	 * Make the type of a Java type.
	 * @param javaType a class or a parameterized type
	 * @param typeName the name that the type is to have, or {@code null} for the one that
	 * the Java type declares
	 * @return the type, or {@code null} if the Java type is not of the kind that this
	 * factory knows, or there is no name
	 * @throws IllegalArgumentException if the name is malformed
	 */
	@Nullable Type<?> create(java.lang.reflect.Type javaType, @Nullable String typeName);

}
