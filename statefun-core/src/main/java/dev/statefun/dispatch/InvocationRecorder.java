package dev.statefun.dispatch;

import dev.statefun.protocol.InvocationBatch;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Records invocations, for metrics. Messages of one type that follow one another in a
 * request are timed together, so that recording costs next to nothing for each. Many
 * threads call it.
 *
 * @since 0.1.0
 */
public interface InvocationRecorder {

	/**
	 * Read the clock by which invocations are timed.
	 * @return nanoseconds since any fixed moment
	 */
	default long nanoTime() {
		return System.nanoTime();
	}

	/**
	 * Record invocations of one outcome.
	 * @param function the function
	 * @param messageType the name of the type of the messages, as it was received
	 * @param invocations how many there were, at least one
	 * @param nanoseconds how long they took together, interceptors included
	 * @param failure why the only one of them failed, or {@code null} if they succeeded
	 */
	void record(FunctionDefinition function, String messageType, int invocations, long nanoseconds,
			@Nullable Throwable failure);

	/**
	 * Record a request that was handled, or failed. A request that lacks states is not
	 * recorded: it comes again.
	 * @param function the function
	 * @param batch the request
	 * @param effects the effects of the request, or {@code null} if it failed
	 */
	default void recordRequest(FunctionDefinition function, InvocationBatch batch, @Nullable RequestEffects effects) {
	}

	/**
	 * Record that a value which a handler returned did not go to its caller. The caller
	 * is a function of this application that is not known to handle the type of the
	 * value.
	 * @param function the function that returned the value
	 * @param caller the type of the function that would have got it
	 */
	default void recordDroppedReply(FunctionDefinition function, TypeName caller) {
	}

	/**
	 * Record that a client was to read or change the states of an instance. This is no
	 * invocation, since the function is not called.
	 * @param function the function
	 * @param outcome how it ended
	 */
	default void recordStateAccess(FunctionDefinition function, StateAccessOutcome outcome) {
	}

	/**
	 * The outcome of an access to the states of an instance.
	 *
	 * @since 0.1.0
	 */
	enum StateAccessOutcome {

		/** All states were read. */
		READ,

		/** A state was set or removed. */
		WRITTEN,

		/** The access is not allowed, or did not come through the client. */
		REFUSED,

		/** There is no such state, or the value is of another type or too large. */
		FAILED

	}

}
