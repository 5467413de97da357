package dev.statefun.dispatch.internal;

import java.util.List;

import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.Outgoing;

/**
 * An attempt, for somebody who only watches it. The {@code Context} that interceptors get
 * is one. Nothing is kept for watchers: the methods encode and decode what is there, so
 * an attempt that nobody watches costs nothing. To be called by the thread that may use
 * the context. Once the attempt is over, the methods throw {@link IllegalStateException}.
 */
public interface WatchedAttempt {

	/**
	 * The states as the attempt has them now.
	 * @return the states, in the order of the request
	 */
	List<PersistedValue> currentStates();

	/**
	 * Return what the attempt has sent so far, apart from what was rolled back.
	 * @return the messages, in the order of sending. Their bytes are copies
	 */
	List<Outgoing> sentSoFar();

}
