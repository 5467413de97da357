package dev.statefun.http;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The place of one request among those in progress, or the reason why it has none. The
 * endpoint takes the place before the body is read, and gives it back when it has handled
 * the request. A transport that does not get so far calls {@link #abandon()}. Safe for
 * use by many threads.
 *
 * @since 0.1.0
 */
public final class RequestAdmission {

	private final @Nullable AdmissionControl control;

	private final @Nullable EndpointResponse refusal;

	/** The place as it is counted, negative while the request is handled. */
	private final AtomicLong taken;

	private RequestAdmission(@Nullable AdmissionControl control, @Nullable EndpointResponse refusal, long taken) {
		this.control = control;
		this.refusal = refusal;
		this.taken = new AtomicLong(taken);
	}

	/**
	 * Give no place to a request.
	 * @param refusal the answer to the request
	 * @return an admission without a place
	 */
	public static RequestAdmission refused(EndpointResponse refusal) {
		return new RequestAdmission(null, refusal, 0);
	}

	static RequestAdmission granted(AdmissionControl control, long taken) {
		return new RequestAdmission(control, null, taken);
	}

	/**
	 * Why the request has no place.
	 * @return what is to be answered without reading the body, or {@code null} if the
	 * request is to be handled
	 */
	public @Nullable EndpointResponse refusal() {
		return this.refusal;
	}

	/**
	 * Take memory for more of a body whose length was not known. To be called while the
	 * body is read, by one thread at a time.
	 * @param bytes how many more bytes there are
	 * @return whether there is room for them. If not, the request is to be abandoned and
	 * answered with {@link RequestReplyEndpoint#refuseForNow()}
	 */
	public boolean grow(long bytes) {
		if (this.control == null || !this.control.tryTake(bytes)) {
			return false;
		}
		long present = this.taken.get();
		while (present > 0) {
			if (this.taken.compareAndSet(present, present + bytes)) {
				return true;
			}
			present = this.taken.get();
		}
		this.control.release(bytes);
		return false;
	}

	/**
	 * Give the place back, unless the request is being handled or was.
	 */
	public void abandon() {
		long present = this.taken.getAndUpdate((value) -> Math.min(value, 0));
		if (present > 0 && this.control != null) {
			this.control.release(present);
		}
	}

	/** Whether the request can be handled, since it has a place. From then on it has. */
	boolean start() {
		long present = this.taken.get();
		return present > 0 && this.taken.compareAndSet(present, -present);
	}

	/** Give the place back, since the request has been handled. */
	void end() {
		long present = this.taken.getAndSet(0);
		if (this.control != null) {
			this.control.release(-present);
		}
	}

}
