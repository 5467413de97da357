package dev.statefun.dispatch;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The effects of a request, in numbers. Immutable.
 *
 * @param sent what it sent, once for each kind and target
 * @param written what it wrote to states, once for each state that changed
 * @since 0.1.0
 */
public record RequestEffects(List<Sent> sent, List<Written> written) {

	/**
	 * Create the effects of a request.
	 * @param sent what it sent
	 * @param written what it wrote to states
	 */
	public RequestEffects {
		sent = List.copyOf(sent);
		written = List.copyOf(written);
	}

	/**
	 * Messages of one kind to one target.
	 *
	 * @param kind how they are sent
	 * @param target the name of the function or egress; {@code null} for cancellations.
	 * One request is counted with a limited number of targets: {@code null} also stands
	 * for all targets beyond it
	 * @param count how many messages there are, at least one
	 * @since 0.1.0
	 */
	public record Sent(Kind kind, @Nullable String target, int count) {

	}

	/**
	 * A state that changed.
	 *
	 * @param state the name of the state
	 * @param bytes the size of its new value, 0 if it was removed
	 * @since 0.1.0
	 */
	public record Written(String state, int bytes) {

	}

	/**
	 * How something is sent.
	 *
	 * @since 0.1.0
	 */
	public enum Kind {

		/** To a function, at once. */
		FUNCTION,

		/** To a function, after a while. */
		DELAYED,

		/** Cancels delayed messages. */
		CANCELLATION,

		/** Out of the engine. */
		EGRESS

	}

}
