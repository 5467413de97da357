package dev.statefun;

import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.UnknownTypeException;

/**
 * A message that leaves the engine through an egress.
 *
 * @since 0.1.0
 */
public interface EgressMessage {

	/**
	 * The egress, as the module file of the engine names it. Sending the message fails if
	 * the name is malformed.
	 * @return its name, {@code namespace/name}
	 */
	String egress();

	/**
	 * Serialize the value for the egress.
	 * @param types finds the types of values
	 * @return a value of the type that the egress demands
	 * @throws IllegalArgumentException if something is missing that the egress demands
	 * @throws UnknownTypeException if the class of a value has no type
	 * @throws SerializationException if a value cannot be written
	 */
	TypedValue value(TypeRegistry types);

	/**
	 * Create a message for an egress that takes values of any type.
	 * @param egress the egress, {@code namespace/name}
	 * @param value what to send: an object of a class that has a type, or a received
	 * message, which is taken as it is
	 * @return the message
	 */
	static EgressMessage of(String egress, Object value) {
		return new GenericEgressMessage(egress, value);
	}

}
