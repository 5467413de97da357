package dev.statefun.http.reactive;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.statefun.http.TransferLimits;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Looks at all transfers from time to time, and gives up those that are too slow. A timer
 * for each would cost more. It rests while there are no transfers. Safe for use by many
 * threads.
 */
final class TransferWatch {

	private static final Log logger = LogFactory.getLog(TransferWatch.class);

	private static final long MIN_PERIOD_MILLIS = 10;

	private static final long MAX_PERIOD_MILLIS = 1000;

	private final Scheduler scheduler = Schedulers.parallel();

	private final long periodMillis;

	private final Set<Transfer> transfers = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean awake = new AtomicBoolean();

	TransferWatch(TransferLimits limits) {
		Duration shortest = (limits.timeout().compareTo(limits.gracePeriod()) < 0) ? limits.timeout()
				: limits.gracePeriod();
		this.periodMillis = Math.min(Math.max(TimeUnit.MILLISECONDS.convert(shortest) / 4, MIN_PERIOD_MILLIS),
				MAX_PERIOD_MILLIS);
	}

	void add(Transfer transfer) {
		this.transfers.add(transfer);
		wakeUp();
	}

	void remove(Transfer transfer) {
		this.transfers.remove(transfer);
	}

	private void wakeUp() {
		if (this.awake.compareAndSet(false, true)) {
			this.scheduler.schedule(this::look, this.periodMillis, TimeUnit.MILLISECONDS);
		}
	}

	private void look() {
		long now = System.nanoTime();
		for (Transfer transfer : this.transfers) {
			if (transfer.isTooSlow(now)) {
				this.transfers.remove(transfer);
				giveUp(transfer);
			}
		}
		this.awake.set(false);
		if (!this.transfers.isEmpty()) {
			wakeUp();
		}
	}

	/** A failure of one transfer must not end the watch over the others. */
	private static void giveUp(Transfer transfer) {
		try {
			transfer.giveUp();
		}
		catch (Throwable ex) {
			logger.error("A request of the engine could not be given up", ex);
		}
	}

	/**
	 * A body that arrives, or an answer that is taken.
	 */
	interface Transfer {

		/** Whether it is to be given up at a {@link System#nanoTime()}. */
		boolean isTooSlow(long now);

		/** End it. It may have ended meanwhile. */
		void giveUp();

	}

}
