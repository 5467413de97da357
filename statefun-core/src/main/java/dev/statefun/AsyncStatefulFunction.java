package dev.statefun;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A {@link StatefulFunction} that need not be done with a message when it returns. The
 * next message of the same instance waits until it is.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AsyncStatefulFunction {

	/**
	 * Handle a message.
	 * @param context the instance that the message is for, and what it may do. It is
	 * valid until the returned stage is complete
	 * @param message the message
	 * @return completes when the message has been handled, with whatever, or
	 * exceptionally if it cannot be. Then none of the effects of the request remain, and
	 * the engine sends it again
	 * @throws Exception if it cannot be handled, too
	 */
	CompletionStage<?> apply(Context context, Message message) throws Exception;

	/**
	 * The states that this function keeps. It is asked once, at startup.
	 * @return the states, by default none
	 */
	default List<ValueSpec<?>> states() {
		return List.of();
	}

}
