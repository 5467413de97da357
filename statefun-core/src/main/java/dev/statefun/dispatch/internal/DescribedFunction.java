package dev.statefun.dispatch.internal;

import java.util.Map;

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

}
