package dev.statefun.dispatch;

import dev.statefun.protocol.InvocationBatch;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the attempts of one request. It reads the clock only when messages of
 * another type begin, since reading it costs as much as a small invocation.
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

	/** An attempt begins, with a message of a type. */
	void begin(String newMessageType) {
		if (this.invocations > 0 && !this.messageType.equals(newMessageType)) {
			record(this.invocations, elapsed(), null);
		}
		this.messageType = newMessageType;
		this.invocations++;
	}

	/**
	 * The attempt that began last has failed. It gets the same share of the time as each
	 * one before it.
	 */
	void failed(Throwable failure) {
		if (this.invocations == 0) {
			return; // An access to states is no invocation
		}
		long share = elapsed() / this.invocations;
		if (this.invocations > 1) {
			record(this.invocations - 1, share * (this.invocations - 1), null);
		}
		record(1, share, failure);
	}

	/** Leave out the time since the last attempt, in which the run waited. */
	void skipTime() {
		this.start = this.recorder.nanoTime();
	}

	/**
	 * The run has ended.
	 * @param effects what it did, or {@code null} if the request failed
	 */
	void end(InvocationBatch batch, @Nullable RequestEffects effects) {
		if (this.invocations > 0) {
			record(this.invocations, elapsed(), null);
		}
		this.recorder.recordRequest(this.function, batch, effects);
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
