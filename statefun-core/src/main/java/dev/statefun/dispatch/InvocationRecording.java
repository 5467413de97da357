package dev.statefun.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Counts and times the invocations of one request. The clock is read only when messages
 * of another type begin, since that costs as much as a small invocation.
 */
final class InvocationRecording {

	private final InvocationRecorder recorder;

	private final FunctionDefinition function;

	private String messageType = "";

	private int invocations;

	private long start;

	InvocationRecording(InvocationRecorder recorder, FunctionDefinition function) {
		this.recorder = recorder;
		this.function = function;
		this.start = recorder.nanoTime();
	}

	/** An invocation begins, with a message of a type. */
	void begin(String newMessageType) {
		if (this.invocations > 0 && !this.messageType.equals(newMessageType)) {
			record(this.invocations, elapsed(), null);
		}
		this.messageType = newMessageType;
		this.invocations++;
	}

	/**
	 * The invocation that began last has failed. Its share of the time is that of each
	 * one before it.
	 */
	void failed(Throwable failure) {
		long share = elapsed() / this.invocations;
		if (this.invocations > 1) {
			record(this.invocations - 1, share * (this.invocations - 1), null);
		}
		record(1, share, failure);
	}

	/** Time has passed that no invocation took. */
	void skipTime() {
		this.start = this.recorder.nanoTime();
	}

	/** All invocations have ended. */
	void end() {
		if (this.invocations > 0) {
			record(this.invocations, elapsed(), null);
		}
	}

	private long elapsed() {
		long now = this.recorder.nanoTime();
		long elapsed = now - this.start;
		this.start = now;
		return elapsed;
	}

	private void record(int count, long nanoseconds, @Nullable Throwable failure) {
		this.recorder.record(this.function, this.messageType, count, nanoseconds, failure);
		this.invocations = 0;
	}

}
