package dev.statefun.dispatch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import dev.statefun.error.DeadLetterDestination;
import dev.statefun.error.FailureListener;
import dev.statefun.error.InvocationErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * What is done about invocations that fail, or take too long.
 *
 * @param handlers decide what becomes of a message, the first one first
 * @param listeners are told of it
 * @param retryBudget how long a request may take for retries: once so much time has
 * passed since the first failure in it, no further attempt begins. To be less than the
 * engine waits for an answer
 * @param deadLetters where dead letters go that are not given another destination, or
 * {@code null} if there is no such place
 * @param timeout how long a function may take over a message unless it says so itself, or
 * {@code null} for any time
 * @param workers run functions that have a timeout, and those that are tried again, and
 * may be blocked by them
 * @param clock tells the time
 * @param timer lets it pass
 * @since 0.1.0
 */
public record ErrorHandling(List<InvocationErrorHandler> handlers, List<FailureListener> listeners,
		Duration retryBudget, @Nullable DeadLetterDestination deadLetters, @Nullable Duration timeout, Executor workers,
		InstantSource clock, Timer timer) {

	/** How long a request may take for retries, if nothing else is said. */
	public static final Duration DEFAULT_RETRY_BUDGET = Duration.ofSeconds(8);

	/**
	 * Create an error handling.
	 * @param handlers decide what becomes of a message
	 * @param listeners are told of it
	 * @param retryBudget how long a request may take for retries
	 * @param deadLetters where dead letters go, or {@code null}
	 * @param timeout how long a function may take over a message, or {@code null}
	 * @param workers run functions that have a timeout or are tried again
	 * @param clock tells the time
	 * @param timer lets it pass
	 */
	public ErrorHandling {
		handlers = List.copyOf(handlers);
		listeners = List.copyOf(listeners);
	}

	/**
	 * Fail each request that has a message that fails, and set no timeouts but those that
	 * functions have.
	 * @return the error handling
	 */
	public static ErrorHandling none() {
		return of(List.of());
	}

	/**
	 * Have handlers decide. There are no timeouts but those that functions have, and no
	 * destination of dead letters but those that handlers name.
	 * @param handlers decide what becomes of a message, the first one first
	 * @return the error handling
	 */
	public static ErrorHandling of(List<InvocationErrorHandler> handlers) {
		return new ErrorHandling(handlers, List.of(), DEFAULT_RETRY_BUDGET, null, null, ForkJoinPool.commonPool(),
				InstantSource.system(), Timer.system());
	}

}
