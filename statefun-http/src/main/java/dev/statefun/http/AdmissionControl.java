package dev.statefun.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Bounds how many requests are in progress, and how many bytes their bodies and answers
 * have. The first refusal is logged, further ones at most once a minute. Safe for use by
 * many threads.
 * <p>
 * Bytes count from their arrival, not from their announcement. Slow clients cannot keep
 * others out for ever:
 * <ul>
 * <li>A request counts as one in progress when its body is whole.</li>
 * <li>Of the bodies that have arrived in part, one at a time may exceed the limit.</li>
 * <li>These bodies do not count for a small one that arrives whole. It has a quarter of
 * the limit more besides, which large answers cannot take.</li>
 * </ul>
 *
 * @since 0.1.0
 */
public final class AdmissionControl {

	private static final Log logger = LogFactory.getLog(AdmissionControl.class);

	/** Requests are counted above the bytes, so that both change at once. */
	private static final int REQUEST_SHIFT = 44;

	private static final long REQUEST = 1L << REQUEST_SHIFT;

	/** Bodies and answers up to this size are small. */
	private static final long SMALL = 64 << 10;

	/** The largest number of requests that can be counted. */
	public static final int MAX_REQUESTS = (1 << (Long.SIZE - 2 - REQUEST_SHIFT)) - 1;

	/** The largest number of bytes that can be counted beside the requests. */
	public static final long MAX_BYTES = REQUEST - 1 - 4L * Integer.MAX_VALUE;

	/** The requests in progress, and all bytes. */
	private final AtomicLong inProgress = new AtomicLong();

	/** The bytes among them of bodies that have arrived in part. */
	private final AtomicLong arriving = new AtomicLong();

	/** The one request whose body may exceed the limit. */
	private final AtomicReference<@Nullable RequestAdmission> exempt = new AtomicReference<>();

	private final int maxRequests;

	private final long maxBytes;

	private final long reserve;

	private final QuietPeriod quiet;

	private volatile boolean closed;

	/**
	 * Create a control.
	 * @param maxRequests how many requests may be in progress, at most
	 * {@link #MAX_REQUESTS}
	 * @param maxBytes how many bytes their bodies and answers may have, at most
	 * {@link #MAX_BYTES}
	 */
	public AdmissionControl(int maxRequests, long maxBytes) {
		this(maxRequests, maxBytes, new QuietPeriod(System::nanoTime));
	}

	AdmissionControl(int maxRequests, long maxBytes, QuietPeriod quiet) {
		this.maxRequests = maxRequests;
		this.maxBytes = maxBytes;
		this.reserve = Math.min(maxBytes / 4, Integer.MAX_VALUE);
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
	 * Decide whether the body of a request is to be read. This takes nothing yet.
	 * @param bytes what the body is to have, 0 if that is not known yet
	 * @return the admission of the request, or the refusal
	 */
	public RequestAdmission admit(long bytes) {
		long present = this.inProgress.get();
		if (requests(present) >= this.maxRequests || settled(present) + bytes > limit(bytes)) {
			logRefusal(present);
			return RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.TOO_MANY_REQUESTS));
		}
		return RequestAdmission.granted(this);
	}

	/**
	 * Take more bytes for a body that has arrived in part.
	 * @param own what the body has with them
	 */
	boolean tryGrow(RequestAdmission admission, long bytes, long own) {
		while (true) {
			long present = this.inProgress.get();
			if (bytes(present) + bytes > this.maxBytes && !mayExceed(admission, present, own)) {
				logRefusal(present);
				return false;
			}
			if (this.inProgress.compareAndSet(present, present + bytes)) {
				this.arriving.addAndGet(bytes);
				return true;
			}
		}
	}

	/** Other bodies that arrive do not count here, or two could refuse each other. */
	private boolean mayExceed(RequestAdmission admission, long present, long own) {
		return settled(present) + own <= this.maxBytes
				&& (this.exempt.get() == admission || this.exempt.compareAndSet(null, admission));
	}

	/**
	 * Have one more request in progress, since its body is whole.
	 * @param arrived the bytes that were taken while it arrived
	 */
	boolean tryReceive(RequestAdmission admission, long arrived, long size) {
		long wanted = place(size) - arrived;
		while (true) {
			long present = this.inProgress.get();
			long next = present + wanted;
			if (requests(next) > this.maxRequests || (arrived == 0 && settled(next) > limit(size))) {
				logRefusal(present);
				return false;
			}
			if (this.inProgress.compareAndSet(present, next)) {
				endArrival(admission, arrived);
				return true;
			}
		}
	}

	/**
	 * Exchange the place of a request for the bytes of its answer. An answer that would
	 * never fit finds room when others take half of it.
	 */
	boolean tryAnswer(long place, long answer) {
		while (true) {
			long present = this.inProgress.get();
			long others = bytes(present - place);
			if (answer > SMALL && others + answer > this.maxBytes && others > this.maxBytes / 2) {
				logRefusal(present);
				return false;
			}
			if (this.inProgress.compareAndSet(present, present - place + answer)) {
				return true;
			}
		}
	}

	/** Give back what was taken for a body that has arrived in part. */
	void abandon(RequestAdmission admission, long arrived) {
		release(arrived);
		endArrival(admission, arrived);
	}

	private void endArrival(RequestAdmission admission, long arrived) {
		if (arrived > 0) {
			this.arriving.addAndGet(-arrived);
			this.exempt.compareAndSet(admission, null);
		}
	}

	void release(long taken) {
		this.inProgress.addAndGet(-taken);
	}

	/** The place of a request as it is counted. */
	static long place(long size) {
		return REQUEST + size;
	}

	/**
	 * Count the requests in progress.
	 * @return the number of requests
	 */
	public int requests() {
		return requests(this.inProgress.get());
	}

	/**
	 * Count the bytes of their bodies, of their answers until these are written, and of
	 * bodies that arrive.
	 * @return the number of bytes
	 */
	public long bytes() {
		return bytes(this.inProgress.get());
	}

	private long limit(long bytes) {
		return (bytes <= SMALL) ? this.maxBytes + this.reserve : this.maxBytes;
	}

	private long settled(long counted) {
		return bytes(counted) - this.arriving.get();
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
						+ "Are functions or clients too slow, or statefun.max-concurrent-requests=%d or statefun.max-bytes-in-flight=%s too low?")
					.formatted(requests(present), DataSize.ofBytes(bytes(present)).toKilobytes(), this.maxRequests,
							DataSize.ofBytes(this.maxBytes)));
		}
	}

}
