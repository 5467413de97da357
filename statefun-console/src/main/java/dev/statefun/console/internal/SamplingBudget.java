package dev.statefun.console.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much may still be recorded. It grows with time, up to what a second adds, in small
 * steps, so that a sample of a steady load is spread evenly. Safe for use by many
 * threads, and never waits.
 */
final class SamplingBudget {

	/** Time is counted in units that are a two-hundredth of a second each. */
	private static final int TICKS = 200;

	private static final long TICK_NANOS = 1_000_000_000L / TICKS;

	private final double perTick;

	private final double most;

	private final LongSupplier nanoTime;

	private final long start;

	/** The last tick that was paid for. */
	private final AtomicLong paid = new AtomicLong();

	/** The rest of the budget, in thousandths. */
	private final AtomicLong left;

	SamplingBudget(int perSecond, LongSupplier nanoTime) {
		this.perTick = 1000.0 * perSecond / TICKS;
		this.most = 1000.0 * perSecond;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
		this.left = new AtomicLong((long) this.most);
	}

	/** Whether something may be recorded. */
	boolean isLeft() {
		refill();
		return this.left.get() > 0;
	}

	/**
	 * Take a part of the budget.
	 * @param cost how much the recording costs, 1 for a small invocation. It may be more
	 * than is left, which later recordings pay for
	 * @return whether the recording may be made
	 */
	boolean take(double cost) {
		if (!isLeft()) {
			return false;
		}
		this.left.addAndGet(-(long) (cost * 1000));
		return true;
	}

	private void refill() {
		long tick = (this.nanoTime.getAsLong() - this.start) / TICK_NANOS;
		long last = this.paid.get();
		if (tick > last && this.paid.compareAndSet(last, tick)) {
			double added = (tick - last) * this.perTick;
			this.left.accumulateAndGet((long) added, (left, more) -> (long) Math.min(this.most, (double) left + more));
		}
	}

}
