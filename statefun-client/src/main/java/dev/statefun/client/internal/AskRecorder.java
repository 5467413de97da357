package dev.statefun.client.internal;

import dev.statefun.Address;

/**
 * Is told of asks, for metrics. Many threads call it.
 */
public interface AskRecorder {

	/** Records nothing. */
	AskRecorder NONE = (target) -> (outcome) -> {
	};

	/**
	 * An ask begins.
	 * @param target who is asked
	 * @return is told how it ends
	 */
	Asked begin(Address target);

	/**
	 * How an ask ended.
	 */
	enum Outcome {

		/** There was a reply. */
		REPLY,

		/** The function could not handle the message. */
		FAILURE,

		/** The gateway did not ask the function. */
		REFUSAL,

		/** There was no reply in time. */
		TIMEOUT,

		/** The transport did not take the message. */
		ERROR,

		/** The asker waits no longer. */
		CANCELLED

	}

	/**
	 * An ask that has begun.
	 */
	@FunctionalInterface
	interface Asked {

		/**
		 * The ask has ended.
		 * @param outcome how
		 */
		void ended(Outcome outcome);

	}

}
