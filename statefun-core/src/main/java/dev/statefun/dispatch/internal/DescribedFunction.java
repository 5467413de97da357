package dev.statefun.dispatch.internal;

import java.util.List;
import java.util.Map;

import dev.statefun.type.Type;

/**
 * A function that can tell what handles its messages.
 */
public interface DescribedFunction {

	/**
	 * The handlers.
	 * @return what handles messages, for people, by the name of the type of the message;
	 * {@code *} stands for all types that are not named
	 */
	Map<String, String> handlers();

	/**
	 * The types of messages that it is known to handle.
	 * @return the types
	 */
	List<Type<?>> types();

	/**
	 * Tell whether a handler takes messages of a type.
	 * @param messageType the name of the type
	 * @return whether there is one, possibly one for all types
	 */
	default boolean handles(String messageType) {
		return handlers().containsKey("*") || types().stream().anyMatch((type) -> type.accepts(messageType));
	}

}
