package dev.statefun.http.netty;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Looks at event loops once a millisecond, so that a call which blocks one of them holds
 * up its other connections for two at most. Sleeps while there are no calls.
 */
final class ReliefWatch implements Runnable {

	private static final long TICK_NANOS = 1_000_000;

	/** How often it looks in vain before it sleeps. */
	private static final int PATIENCE = 10;

	private volatile List<RelayEventLoop> loops = List.of();

	private volatile @Nullable Thread thread;

	private volatile boolean asleep;

	private volatile boolean stopped;

	void over(List<RelayEventLoop> loops) {
		this.loops = loops;
	}

	/** A call begins. */
	void lookOut() {
		if (this.asleep) {
			this.asleep = false;
			LockSupport.unpark(this.thread);
		}
	}

	boolean isAsleep() {
		return this.asleep;
	}

	void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		int inVain = 0;
		while (!this.stopped) {
			if (look()) {
				inVain = 0;
				LockSupport.parkNanos(this, TICK_NANOS);
			}
			else if (++inVain < PATIENCE) {
				LockSupport.parkNanos(this, TICK_NANOS);
			}
			else {
				sleep();
				inVain = 0;
			}
		}
	}

	/** A call that begins sees that this is asleep, unless this sees that it begins. */
	private void sleep() {
		this.asleep = true;
		if (!look()) {
			while (this.asleep && !this.stopped) {
				LockSupport.park(this);
			}
		}
		this.asleep = false;
	}

	private boolean look() {
		boolean busy = false;
		for (RelayEventLoop loop : this.loops) {
			busy |= loop.relieve();
		}
		return busy;
	}

}
