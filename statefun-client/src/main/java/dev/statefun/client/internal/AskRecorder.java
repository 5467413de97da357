package dev.statefun.client.internal;

import java.util.Map;

import dev.statefun.Address;
import org.jspecify.annotations.Nullable;

/**
 * Records asks, for metrics and traces. Many threads call it.
 */
public interface AskRecorder {

	/** Records nothing. */
	AskRecorder NONE = (target) -> (outcome, failure) -> {
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
		 * @param failure why there is no reply, or {@code null}
		 */
		void ended(Outcome outcome, @Nullable Throwable failure);

		/**
		 * The trace of the asker.
		 * @return names and values, none if there is no trace
		 */
		default Map<String, String> trace() {
			return Map.of();
		}

	}

}
