package dev.statefun.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Limits a log line to one a minute, however often its cause occurs. Safe for use by many
 * threads.
 */
final class QuietPeriod {

	private static final long LENGTH = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoTime;

	private final AtomicLong end;

	/**
	 * Create a period that is over.
	 * @param nanoTime tells nanoseconds, as {@link System#nanoTime()}. Nobody sets that
	 * clock back, which would hide lines for longer
	 */
	QuietPeriod(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.end = new AtomicLong(nanoTime.getAsLong());
	}

	/** Whether the line may be logged. If so, another period begins. */
	boolean isOver() {
		long now = this.nanoTime.getAsLong();
		long present = this.end.get();
		return now - present >= 0 && this.end.compareAndSet(present, now + LENGTH);
	}

}
