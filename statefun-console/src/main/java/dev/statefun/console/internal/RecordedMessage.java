package dev.statefun.console.internal;

import org.jspecify.annotations.Nullable;

/**
 * Something that an invocation sent.
 *
 * @param kind what it is
 * @param target the type of the function or the name of the egress; empty for a
 * cancellation
 * @param id which instance of the function, or {@code null}
 * @param value what was sent, or {@code null} for a cancellation
 * @param delayMillis for how long the engine keeps it, zero unless it is delayed
 * @param token the cancellation token, or {@code null}
 */
record RecordedMessage(Kind kind, String target, @Nullable String id, @Nullable RecordedValue value, long delayMillis,
		@Nullable String token) {

	/**
	 * The kind of a message.
	 */
	enum Kind {

		/** A message to a function. */
		FUNCTION,

		/** A message to a function after a while. */
		DELAYED,

		/** The cancellation of delayed messages. */
		CANCELLATION,

		/** A message that leaves the engine. */
		EGRESS

	}

}
