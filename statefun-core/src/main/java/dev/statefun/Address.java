package dev.statefun;

import dev.statefun.type.TypeName;

/**
 * Where messages go and come from: one instance of a function type.
 *
 * @param type the type of the function
 * @param id which instance
 * @since 0.1.0
 */
public record Address(TypeName type, String id) {

	/**
	 * Create an address.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @return the address
	 * @throws IllegalArgumentException if the type is malformed
	 */
	public static Address of(String type, String id) {
		return new Address(TypeName.parse(type), id);
	}

	/**
	 * Return the address as text.
	 * @return {@code namespace/name/id}
	 */
	@Override
	public String toString() {
		return this.type + "/" + this.id;
	}

}
