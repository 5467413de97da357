package dev.statefun.dispatch;

import java.util.Map;

/**
 * A function that can tell what handles its messages.
 *
 * @since 0.1.0
 */
public interface DescribedFunction {

	/**
	 * The handlers.
	 * @return what handles messages, for people, by the name of the type of the message;
	 * {@code *} stands for all types that are not named
	 */
	Map<String, String> handlers();

}
