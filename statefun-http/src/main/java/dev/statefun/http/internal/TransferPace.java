package dev.statefun.http.internal;

import java.util.concurrent.TimeUnit;

import dev.statefun.http.TransferLimits;

/**
 * Decides whether a body arrives, or an answer is taken, too slowly. Each byte that moves
 * buys time, at the least rate. Nobody can buy more than the grace period ahead, so a
 * fast beginning does not pay for a long pause. Not safe for use by many threads.
 */
public final class TransferPace {

	private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Keeps sums of two durations from overflowing. */
	private static final long MAX_NANOS = Long.MAX_VALUE / 2;

	private final long start;

	private final long timeout;

	private final long grace;

	private final double nanosPerByte;

	/**
	 * When the time is over that the bytes so far have bought, counted from the start.
	 */
	private long due;

	/**
	 * Begin a transfer.
	 * @param limits the limits
	 * @param now the present {@link System#nanoTime()}
	 */
	public TransferPace(TransferLimits limits, long now) {
		this.start = now;
		this.timeout = Math.min(TimeUnit.NANOSECONDS.convert(limits.timeout()), MAX_NANOS);
		this.grace = Math.min(TimeUnit.NANOSECONDS.convert(limits.gracePeriod()), MAX_NANOS);
		this.nanosPerByte = NANOS / limits.minRate().toBytes();
		this.due = this.grace;
	}

	/**
	 * Begin a transfer whose bytes cannot be seen moving.
	 * @param limits the limits
	 * @param bytes how many bytes are to move
	 * @param now the present {@link System#nanoTime()}
	 * @return a transfer that may take as long as all bytes do at the least rate
	 */
	public static TransferPace ofWhole(TransferLimits limits, long bytes, long now) {
		TransferPace pace = new TransferPace(limits, now);
		if (bytes > 0) {
			pace.due = (long) Math.min(pace.grace + bytes * pace.nanosPerByte, MAX_NANOS);
		}
		return pace;
	}

	/**
	 * Note that bytes have moved.
	 * @param bytes how many
	 * @param now the present {@link System#nanoTime()}
	 */
	public void moved(long bytes, long now) {
		if (bytes > 0) {
			long ahead = Math.min(now - this.start, MAX_NANOS) + this.grace;
			this.due = (long) Math.min(this.due + bytes * this.nanosPerByte, ahead);
		}
	}

	/**
	 * Decide whether the transfer is to end.
	 * @param now the present {@link System#nanoTime()}
	 * @return whether it is too slow
	 */
	public boolean isTooSlow(long now) {
		long elapsed = now - this.start;
		return elapsed > this.due || elapsed > this.timeout;
	}

}
