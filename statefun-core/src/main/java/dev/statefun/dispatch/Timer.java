package dev.statefun.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lets time pass without a thread that waits. Safe for use by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Timer {

	/**
	 * Wait for a while.
	 * @param delay how long
	 * @return completes when that has passed, on a thread that must not be blocked; to be
	 * cancelled if it is of no interest any more
	 */
	CompletableFuture<?> after(Duration delay);

	/**
	 * A timer that goes by the system's clock.
	 * @return the timer
	 */
	static Timer system() {
		return (delay) -> new CompletableFuture<Boolean>().completeOnTimeout(true, delay.toNanos(),
				TimeUnit.NANOSECONDS);
	}

}
