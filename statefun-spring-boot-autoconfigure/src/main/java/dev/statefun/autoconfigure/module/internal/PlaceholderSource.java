package dev.statefun.autoconfigure.module.internal;

import org.jspecify.annotations.Nullable;

/**
 * Knows values of properties that are not in the environment, such as the address of a
 * broker that a test started. Beans of this type are asked for the placeholders of module
 * files.
 */
@FunctionalInterface
public interface PlaceholderSource {

	/**
	 * Return a value that counts instead of the environment's.
	 * @param name the name of the property, as the placeholder has it
	 * @return the value, or {@code null} if it is not known
	 */
	@Nullable String value(String name);

}
