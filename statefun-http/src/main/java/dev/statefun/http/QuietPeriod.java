package dev.statefun.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps what happens often from being said often. Safe for use by many threads.
 */
final class QuietPeriod {

	private static final Duration LENGTH = Duration.ofMinutes(1);

	private final InstantSource clock;

	private final AtomicReference<Instant> end = new AtomicReference<>(Instant.MIN);

	QuietPeriod(InstantSource clock) {
		this.clock = clock;
	}

	/** Whether it is, in which case another begins. */
	boolean isOver() {
		Instant now = this.clock.instant();
		Instant present = this.end.get();
		return !now.isBefore(present) && this.end.compareAndSet(present, now.plus(LENGTH));
	}

}
