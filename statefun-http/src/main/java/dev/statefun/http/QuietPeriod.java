package dev.statefun.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Limits a log line to one a minute, however often its cause occurs. Safe for use by many
 * threads.
 */
final class QuietPeriod {

	private static final Duration LENGTH = Duration.ofMinutes(1);

	private final InstantSource clock;

	private final AtomicReference<Instant> end = new AtomicReference<>(Instant.MIN);

	QuietPeriod(InstantSource clock) {
		this.clock = clock;
	}

	/** Whether the line may be logged. If so, another period begins. */
	boolean isOver() {
		Instant now = this.clock.instant();
		Instant present = this.end.get();
		return !now.isBefore(present) && this.end.compareAndSet(present, now.plus(LENGTH));
	}

}
