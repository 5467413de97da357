package dev.statefun.http.netty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.statefun.http.netty.HttpExchange.State;

/**
 * Adds up how long nothing has arrived on a connection.
 */
final class QuietTime {

	private final long ioMillis;

	private final long idleMillis;

	private long quietMillis;

	QuietTime(Duration ioTimeout, Duration idleTimeout) {
		this.ioMillis = TimeUnit.MILLISECONDS.convert(ioTimeout);
		this.idleMillis = TimeUnit.MILLISECONDS.convert(idleTimeout);
	}

	/** How often it is to be told. */
	long periodMillis() {
		return Math.min(this.ioMillis, this.idleMillis);
	}

	/**
	 * Nothing has arrived for one more period.
	 * @param first whether something had in the one before
	 * @param state how far the request is
	 * @param served whether there was a request before
	 * @return whether that is too long
	 */
	boolean add(boolean first, State state, boolean served) {
		if (state.isBusy()) {
			// The other side waits, not this one
			this.quietMillis = 0;
			return false;
		}
		this.quietMillis = periodMillis() + (first ? 0 : this.quietMillis);
		return this.quietMillis >= ((state == State.WAITING && served) ? this.idleMillis : this.ioMillis);
	}

}
