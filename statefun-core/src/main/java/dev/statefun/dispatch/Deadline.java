package dev.statefun.dispatch;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The end of the time that an attempt has. Either the attempt ends in time or the time is
 * up, whichever is first; the other has no effect then.
 */
final class Deadline {

	private final GuardedContext context;

	/** Which is in the handler, if any. */
	private @Nullable Thread thread = Thread.currentThread();

	private boolean over;

	private @Nullable CompletableFuture<?> time;

	Deadline(GuardedContext context) {
		this.context = context;
	}

	/** Have something done when the time is up. */
	void start(CompletableFuture<?> newTime, Runnable whenUp) {
		this.time = newTime;
		newTime.thenRun(whenUp);
	}

	/**
	 * The handler has returned, to the thread that called it.
	 * @return whether that was in time, so that the request is still this thread's
	 */
	boolean returned() {
		synchronized (this.context) {
			if (this.over) {
				// Or it would stop whatever this thread does next
				Thread.interrupted();
				return false;
			}
			this.thread = null;
			return true;
		}
	}

	/**
	 * The attempt has ended.
	 * @return whether that was in time
	 */
	boolean end() {
		synchronized (this.context) {
			if (this.over) {
				return false;
			}
			this.over = true;
		}
		CompletableFuture<?> running = this.time;
		if (running != null) {
			running.cancel(false);
		}
		return true;
	}

	/**
	 * The time is up: end the attempt. A thread that is in the handler is interrupted,
	 * and must not go on with the request when it returns.
	 */
	Expiry expire() {
		synchronized (this.context) {
			if (this.over) {
				return Expiry.TOO_LATE;
			}
			this.over = true;
			this.context.rollBack();
			this.context.close();
			Thread inHandler = this.thread;
			if (inHandler == null) {
				return Expiry.WHILE_PENDING;
			}
			inHandler.interrupt();
			return Expiry.IN_HANDLER;
		}
	}

	/**
	 * What the end of the time meets.
	 */
	enum Expiry {

		/** The attempt has ended already. */
		TOO_LATE,

		/** A thread that does not return from the handler. */
		IN_HANDLER,

		/** A handler that has returned, and is to tell later that it is done. */
		WHILE_PENDING

	}

}
