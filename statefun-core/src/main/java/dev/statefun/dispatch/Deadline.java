package dev.statefun.dispatch;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The end of the time that an attempt has. Either the attempt ends in time or the time is
 * up, whichever comes first. The other has no effect then. The monitor of the context
 * decides, so that an effect is recorded wholly before the end, or refused.
 */
final class Deadline {

	private final GuardedContext context;

	/** The thread in the handler, if there is one. */
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
	 * The handler has returned to the thread that called it.
	 * @return whether that was in time, so that the run is still this thread's
	 */
	boolean returned() {
		synchronized (this.context) {
			if (this.over) {
				// The interrupt must not reach the next task of this thread
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
	 * The time is up: roll the attempt back and close its context. A thread that is in
	 * the handler is interrupted, and must not go on with the run when it returns.
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
	 * The state of the attempt when its time was up.
	 */
	enum Expiry {

		/** It had ended already. */
		TOO_LATE,

		/** A thread was in the handler. */
		IN_HANDLER,

		/** The handler had returned a stage, which was not complete. */
		WHILE_PENDING

	}

}
