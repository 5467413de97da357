package dev.statefun.http;

import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.unit.DataSize;

/**
 * Bounds how many requests are in progress, and how many bytes their bodies have. The
 * first refusal is logged, further ones at most once a minute. Safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public final class AdmissionControl {

	private static final Log logger = LogFactory.getLog(AdmissionControl.class);

	/** Requests are counted above the bytes, so that both change at once. */
	private static final int REQUEST_SHIFT = 44;

	private static final long REQUEST = 1L << REQUEST_SHIFT;

	/** The largest number of requests that can be counted. */
	public static final int MAX_REQUESTS = (1 << (Long.SIZE - 2 - REQUEST_SHIFT)) - 1;

	/** The largest number of bytes that can be counted beside the requests. */
	public static final long MAX_BYTES = REQUEST - 1 - Integer.MAX_VALUE;

	private final AtomicLong inProgress = new AtomicLong();

	private final int maxRequests;

	private final long maxBytes;

	private final QuietPeriod quiet;

	private volatile boolean closed;

	/**
	 * Create a control.
	 * @param maxRequests how many requests may be in progress, at most
	 * {@link #MAX_REQUESTS}
	 * @param maxBytes how many bytes their bodies may have, at most {@link #MAX_BYTES}
	 */
	public AdmissionControl(int maxRequests, long maxBytes) {
		this(maxRequests, maxBytes, new QuietPeriod(System::nanoTime));
	}

	AdmissionControl(int maxRequests, long maxBytes, QuietPeriod quiet) {
		this.maxRequests = maxRequests;
		this.maxBytes = maxBytes;
		this.quiet = quiet;
	}

	/**
	 * Whether all requests are refused, as while the application shuts down.
	 * @return whether the endpoint is closed
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Refuse all requests from now on, or no longer.
	 * @param closed whether the endpoint is closed
	 */
	public void setClosed(boolean closed) {
		this.closed = closed;
	}

	/**
	 * Have one more request in progress.
	 * @param bytes what its body has, 0 if that is not known yet
	 * @return its place, or the refusal
	 */
	public RequestAdmission admit(long bytes) {
		long wanted = REQUEST + bytes;
		return tryTake(wanted) ? RequestAdmission.granted(this, wanted)
				: RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.TOO_MANY_REQUESTS));
	}

	/** Take room, for a request or for more bytes of one. */
	boolean tryTake(long wanted) {
		while (true) {
			long present = this.inProgress.get();
			long next = present + wanted;
			if (requests(next) > this.maxRequests || bytes(next) > this.maxBytes) {
				logRefusal(present);
				return false;
			}
			if (this.inProgress.compareAndSet(present, next)) {
				return true;
			}
		}
	}

	void release(long taken) {
		this.inProgress.addAndGet(-taken);
	}

	/**
	 * Count the requests in progress.
	 * @return the number of requests
	 */
	public int requests() {
		return requests(this.inProgress.get());
	}

	/**
	 * Count the bytes of their bodies.
	 * @return the number of bytes
	 */
	public long bytes() {
		return bytes(this.inProgress.get());
	}

	private static int requests(long counted) {
		return (int) (counted >>> REQUEST_SHIFT);
	}

	private static long bytes(long counted) {
		return counted & (REQUEST - 1);
	}

	private void logRefusal(long present) {
		if (this.quiet.isOver()) {
			logger
				.warn(("Requests of the engine are refused for now, which it sends again: %d with %d KB are in progress. "
						+ "Are functions too slow, or statefun.max-concurrent-requests=%d or statefun.max-bytes-in-flight=%s too low?")
					.formatted(requests(present), DataSize.ofBytes(bytes(present)).toKilobytes(), this.maxRequests,
							DataSize.ofBytes(this.maxBytes)));
		}
	}

}
