package dev.statefun.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Waits without blocking a thread. Safe for use by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Timer {

	/**
	 * Wait for a while.
	 * @param delay how long
	 * @return completes when the time has passed, on a thread that must not be blocked.
	 * Cancel it when nobody waits any more
	 */
	CompletableFuture<?> after(Duration delay);

	/**
	 * Read the time by which delays are measured. Unlike the time of day, nobody sets it.
	 * @return nanoseconds since any fixed moment
	 */
	default long nanoTime() {
		return System.nanoTime();
	}

	/**
	 * A timer that uses the clock of the system. A delay of more than 292 years is for
	 * ever.
	 * @return the timer
	 */
	static Timer system() {
		return (delay) -> new CompletableFuture<Boolean>().completeOnTimeout(true, TimeUnit.NANOSECONDS.convert(delay),
				TimeUnit.NANOSECONDS);
	}

}
