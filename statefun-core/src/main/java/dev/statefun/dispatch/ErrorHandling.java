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
 * Decides about invocations that fail, and limits their time. Without Spring, most
 * applications need handlers only:
 *
 * <pre class="code">
 * ErrorHandling errors = ErrorHandling.of(List.of(
 *         (failed) -&gt; ErrorAction.retry(RetryPolicy.withMaxRetries(2)).then(ErrorAction.skip())));
 * </pre>
 *
 * @param handlers decide what becomes of a message, the first one first
 * @param listeners are told of each decision
 * @param retryBudget how long a request may spend on retries. No further attempt begins
 * once so much time has passed since its first failure. It must be less than the engine
 * waits for an answer
 * @param deadLetters the destination of dead letters for which no other is named, or
 * {@code null} if there is none
 * @param timeout how long a function may take over a message unless it says so itself, or
 * {@code null} for any time
 * @param workers run functions that have a timeout, and functions that are retried. These
 * may block the threads
 * @param clock tells the time of day, which dead letters have
 * @param timer waits, and measures how long retries take
 * @since 0.1.0
 */
public record ErrorHandling(List<InvocationErrorHandler> handlers, List<FailureListener> listeners,
		Duration retryBudget, @Nullable DeadLetterDestination deadLetters, @Nullable Duration timeout, Executor workers,
		InstantSource clock, Timer timer) {

	/** How long a request may spend on retries by default. */
	public static final Duration DEFAULT_RETRY_BUDGET = Duration.ofSeconds(8);

	/**
	 * Create an error handling.
	 * @param handlers decide what becomes of a message
	 * @param listeners are told of each decision
	 * @param retryBudget how long a request may spend on retries
	 * @param deadLetters the destination of dead letters, or {@code null}
	 * @param timeout how long a function may take over a message, or {@code null}
	 * @param workers run functions that have a timeout or are retried
	 * @param clock tells the time of day
	 * @param timer waits, and measures how long retries take
	 */
	public ErrorHandling {
		handlers = List.copyOf(handlers);
		listeners = List.copyOf(listeners);
	}

	/**
	 * Fail a request if one of its messages fails. Only functions with a timeout of their
	 * own have one.
	 * @return the error handling
	 */
	public static ErrorHandling none() {
		return of(List.of());
	}

	/**
	 * Have handlers decide. Only functions with a timeout of their own have one, and a
	 * handler that wants a dead letter names its destination.
	 * @param handlers decide what becomes of a message, the first one first
	 * @return the error handling
	 */
	public static ErrorHandling of(List<InvocationErrorHandler> handlers) {
		return new ErrorHandling(handlers, List.of(), DEFAULT_RETRY_BUDGET, null, null, ForkJoinPool.commonPool(),
				InstantSource.system(), Timer.system());
	}

}
