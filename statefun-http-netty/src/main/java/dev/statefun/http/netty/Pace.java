package dev.statefun.http.netty;

/**
 * Tells whether calls are quick enough to be run between rounds of I/O, from how long the
 * last ones took on average. Until that is known they are not. Not safe for use by many
 * threads.
 */
final class Pace {

	/** It costs a few percent of this to have another thread run a call. */
	static final long SLOW_NANOS = 100_000;

	/** Well below, so that calls in between do not change it to and fro. */
	static final long QUICK_NANOS = 50_000;

	/** How many calls the average covers. */
	private static final int WINDOW = 64;

	private long average = 2 * SLOW_NANOS;

	private boolean quick;

	boolean isQuick() {
		return this.quick;
	}

	/** A call has taken so long. */
	void took(long nanos) {
		this.average += (nanos - this.average) / WINDOW;
		this.quick = this.average < (this.quick ? SLOW_NANOS : QUICK_NANOS);
	}

}
