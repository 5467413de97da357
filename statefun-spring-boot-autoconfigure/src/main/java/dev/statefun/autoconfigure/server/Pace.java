package dev.statefun.autoconfigure.server;

/**
 * Tells whether calls are quick enough to be run between rounds of I/O, from how long the
 * last ones took on average. Until that is known they are not. Not safe for use by many
 * threads.
 */
final class Pace {

	/** A hundred times what it costs to hand a call to another thread is too long. */
	static final long SLOW_NANOS = 100_000;

	/** Well below, so that calls in between do not change it to and fro. */
	static final long QUICK_NANOS = 50_000;

	/** What is between an average and the calls it is of. */
	private static final int WINDOW = 64;

	private long average = 2 * SLOW_NANOS;

	private boolean quick;

	boolean isQuick() {
		return this.quick;
	}

	void took(long nanos) {
		this.average += (nanos - this.average) / WINDOW;
		this.quick = this.average < (this.quick ? SLOW_NANOS : QUICK_NANOS);
	}

	/** A call has been taking so long that it is not to be waited for. */
	void stalled() {
		this.average = Math.max(this.average, 2 * SLOW_NANOS);
		this.quick = false;
	}

}
