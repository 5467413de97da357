package dev.statefun.http.netty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.statefun.http.TransferLimits;
import dev.statefun.http.internal.TransferPace;

/**
 * Decides whether a connection takes too long over something. The connection reports its
 * progress from time to time, so that requests need no timers and no clock.
 */
final class ConnectionPatience {

	private static final long MIN_PERIOD_MILLIS = 10;

	private static final long MAX_PERIOD_MILLIS = 1000;

	private final HttpSettings settings;

	private final TransferLimits limits;

	private Progress last = new Progress(ExchangeState.WAITING, 0, false, false, 0);

	/** When the present step began, as far as this has been told. */
	private long start;

	private TransferPace pace;

	/**
	 * Begin with a new connection.
	 * @param settings how long what may take
	 * @param now the present {@link System#nanoTime()}
	 */
	ConnectionPatience(HttpSettings settings, long now) {
		this.settings = settings;
		this.limits = settings.endpoint().transferLimits();
		this.pace = new TransferPace(this.limits, now);
		this.start = now;
	}

	/** How often to tell connections' progress. */
	static long periodMillis(HttpSettings settings) {
		TransferLimits limits = settings.endpoint().transferLimits();
		long shortest = Stream.of(settings.ioTimeout(), settings.idleTimeout(), limits.timeout(), limits.gracePeriod())
			.mapToLong(TimeUnit.MILLISECONDS::convert)
			.min()
			.orElse(MAX_PERIOD_MILLIS);
		return Math.min(Math.max(shortest / 4, MIN_PERIOD_MILLIS), MAX_PERIOD_MILLIS);
	}

	/**
	 * Take note of a connection's progress.
	 * @param progress how far it is
	 * @param now the present {@link System#nanoTime()}
	 * @return whether the present step takes too long
	 */
	boolean isOver(Progress progress, long now) {
		if (!progress.isSameStep(this.last)) {
			this.start = now;
			this.pace = new TransferPace(this.limits, now);
		}
		else {
			this.pace.moved(progress.moved() - this.last.moved(), now);
		}
		this.last = progress;
		return switch (progress.state()) {
			case WAITING -> now - this.start > TimeUnit.NANOSECONDS.convert(timeout(progress));
			case READING, SKIPPING, ANSWERING -> this.pace.isTooSlow(now);
			case CALLING, LEAVING -> false;
		};
	}

	private Duration timeout(Progress progress) {
		return (progress.served() && !progress.headBegun()) ? this.settings.idleTimeout() : this.settings.ioTimeout();
	}

	/**
	 * How far a connection is.
	 *
	 * @param state how far its request is
	 * @param request the number of that request
	 * @param headBegun whether bytes of the next request have arrived
	 * @param served whether a function has answered a request
	 * @param moved how many bytes have moved in this step, and before
	 */
	record Progress(ExchangeState state, long request, boolean headBegun, boolean served, long moved) {

		boolean isSameStep(Progress before) {
			return this.state == before.state && this.request == before.request
					&& (this.headBegun == before.headBegun || !this.served);
		}

	}

}
