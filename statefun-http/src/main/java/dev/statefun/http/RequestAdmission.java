package dev.statefun.http;

import org.jspecify.annotations.Nullable;

/**
 * The place of one request among those in progress, or the reason why it has none. A
 * transport calls {@link #grow(long)} while the body arrives in parts, and
 * {@link #receive(long)} when it is whole. It calls {@link #release()} when the answer
 * was written, or the request will have none. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class RequestAdmission {

	private final @Nullable AdmissionControl control;

	private final @Nullable EndpointResponse refusal;

	private Stage stage;

	/** The control counts this for the request: a place, and bytes. */
	private long taken;

	private boolean released;

	private RequestAdmission(@Nullable AdmissionControl control, @Nullable EndpointResponse refusal, Stage stage) {
		this.control = control;
		this.refusal = refusal;
		this.stage = stage;
	}

	/**
	 * Give no place to a request.
	 * @param refusal the answer to the request
	 * @return an admission without a place
	 */
	public static RequestAdmission refused(EndpointResponse refusal) {
		return new RequestAdmission(null, refusal, Stage.OVER);
	}

	static RequestAdmission granted(AdmissionControl control) {
		return new RequestAdmission(control, null, Stage.ARRIVING);
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
	 * Take memory for a part of a body, which more will follow. A body that arrives whole
	 * needs no call.
	 * @param bytes how many bytes of memory the part takes
	 * @return whether there is room for them. If not, the request is to be released and
	 * answered with {@link RequestReplyEndpoint#refuseForNow()}
	 */
	public synchronized boolean grow(long bytes) {
		if (this.control == null || this.stage != Stage.ARRIVING
				|| !this.control.tryGrow(this, bytes, this.taken + bytes)) {
			return false;
		}
		this.taken += bytes;
		return true;
	}

	/**
	 * Take a place among the requests in progress, since the body is whole. Further calls
	 * have no effect.
	 * @param size how many bytes the body has
	 * @return whether there is room for it. If not, the request is to be released and
	 * answered with {@link RequestReplyEndpoint#refuseForNow()}
	 */
	public synchronized boolean receive(long size) {
		if (this.control == null || this.stage != Stage.ARRIVING) {
			return this.stage == Stage.RECEIVED;
		}
		if (!this.control.tryReceive(this, this.taken, size)) {
			return false;
		}
		this.taken = AdmissionControl.place(size);
		this.stage = Stage.RECEIVED;
		return true;
	}

	/** Whether the request can be handled, since it has a place. From then on it has. */
	synchronized boolean start() {
		if (this.stage != Stage.RECEIVED) {
			return false;
		}
		this.stage = Stage.RUNNING;
		return true;
	}

	/**
	 * Give the place back, since the request has been handled, and keep room for the
	 * answer.
	 * @param answer how many bytes it has
	 * @return whether there is room for it
	 */
	synchronized boolean end(long answer) {
		if (this.control == null) {
			return true;
		}
		long kept = this.released ? 0 : answer;
		boolean room = this.control.tryAnswer(this.taken, kept);
		if (!room) {
			this.control.release(this.taken);
		}
		this.taken = room ? kept : 0;
		this.stage = Stage.ANSWERED;
		return room;
	}

	/**
	 * Give back everything that the request has taken. While functions run, this takes
	 * effect when they have finished. Further calls have no effect.
	 */
	public synchronized void release() {
		this.released = true;
		if (this.control == null || this.stage == Stage.RUNNING) {
			return;
		}
		if (this.taken > 0 && this.stage == Stage.ARRIVING) {
			this.control.abandon(this, this.taken);
		}
		else if (this.taken > 0) {
			this.control.release(this.taken);
		}
		this.taken = 0;
		this.stage = Stage.OVER;
	}

	/**
	 * How far a request is.
	 */
	private enum Stage {

		/** Its body is arriving. */
		ARRIVING,

		/** Its body is whole. */
		RECEIVED,

		/** Functions have it. */
		RUNNING,

		/** Its answer is being written. */
		ANSWERED,

		/** It takes nothing any more. */
		OVER

	}

}
