package dev.statefun.dispatch;

import dev.statefun.Context;

/**
 * The context of one attempt to handle a message.
 */
interface AttemptContext extends Context {

	/** Undo what the attempt did, unless it has ended. */
	void rollBack();

	/** Refuse whatever is still to be done with the context and its states. */
	void close();

}
