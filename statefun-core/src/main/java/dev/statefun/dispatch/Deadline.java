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

	private final Workers workers;

	/** The thread in the handler, if there is one. */
	private @Nullable Thread thread = Thread.currentThread();

	private boolean over;

	private boolean overdue;

	private @Nullable CompletableFuture<?> time;

	Deadline(GuardedContext context, Workers workers) {
		this.context = context;
		this.workers = workers;
	}

	/** Have something done when the time is up, on a thread that it may block. */
	void start(CompletableFuture<?> newTime, Runnable whenUp) {
		this.time = newTime;
		newTime.thenRunAsync(whenUp, this.workers.spare());
	}

	/**
	 * The handler has returned to the thread that called it.
	 * @return whether that was in time, so that the run is still this thread's
	 */
	boolean returned() {
		boolean wasOverdue;
		synchronized (this.context) {
			this.thread = null;
			if (!this.over) {
				return true;
			}
			wasOverdue = this.overdue;
			// The interrupt must not reach the next task of this thread
			Thread.interrupted();
		}
		if (wasOverdue) {
			this.workers.returned();
		}
		return false;
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
	 * See whether the thread is still in the handler, a while after the time was up.
	 * @return the thread, which tells the workers when it returns, or {@code null}
	 */
	@Nullable Thread overdue() {
		synchronized (this.context) {
			this.overdue = this.thread != null;
			return this.thread;
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
