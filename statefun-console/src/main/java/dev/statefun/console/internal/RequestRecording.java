package dev.statefun.console.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.dispatch.internal.WatchedAttempt;
import dev.statefun.error.internal.Causes;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Records the attempts of one request. Those that succeed wait until the request has
 * ended: their effects leave only if it succeeds. Those that fail are shown at once. One
 * thread at a time uses it, but a handler whose time was up may end late on another.
 */
final class RequestRecording implements InvocationInterceptor {

	private final ConsoleRecorder recorder;

	private final InvocationBatch batch;

	private final long number;

	private final List<Draft> handled = new ArrayList<>();

	/** The latest attempt that was recorded. */
	private volatile @Nullable Recorded current;

	private int attempt;

	/** Whether a failure was recorded, here or elsewhere. */
	private volatile boolean hasFailed;

	private @Nullable TypedValue message;

	RequestRecording(ConsoleRecorder recorder, InvocationBatch batch, long number) {
		this.recorder = recorder;
		this.batch = batch;
		this.number = number;
	}

	@Override
	public CompletionStage<?> intercept(FunctionDefinition function, Context context, Message newMessage, Chain next) {
		TypedValue value = newMessage.typedValue();
		this.attempt = (value == this.message) ? this.attempt + 1 : 1;
		this.message = value;
		Recorded recorded = begin(context, value);
		this.current = recorded;
		if (recorded == null) {
			return next.proceed();
		}
		CompletionStage<?> stage = next.proceed();
		return stage.whenComplete((result, ex) -> {
			if (ex == null) {
				recorded.succeeded();
			}
			else {
				recorded.failed(Causes.unwrap(ex));
			}
		});
	}

	/** Returns {@code null} if the attempt is not recorded. */
	private @Nullable Recorded begin(Context context, TypedValue value) {
		if (!(context instanceof WatchedAttempt watched)) {
			return null;
		}
		try {
			List<PersistedValue> before = watched.currentStates();
			int size = value.bytes().size();
			for (PersistedValue state : before) {
				size += (state.value() != null) ? state.value().bytes().size() : 0;
			}
			return this.recorder.mayRecord(size) ? new Recorded(watched, value,
					context.caller().map((caller) -> new Caller(caller.type().toString(), caller.id())).orElse(null),
					before, this.attempt) : null;
		}
		catch (RuntimeException ex) {
			// A state that cannot be written is for the function to find
			return null;
		}
	}

	/**
	 * It was decided what becomes of an attempt that has failed.
	 * @return whether the attempt is one that is recorded here
	 */
	boolean decided(TypedValue failedMessage, int attempts, Throwable cause, Outcome outcome) {
		this.hasFailed = true;
		Recorded latest = this.current;
		if (latest == null || latest.value != failedMessage || latest.attempt != attempts) {
			return false;
		}
		latest.withdraw();
		latest.publishFailure(cause, outcome);
		return true;
	}

	/** The request has ended. */
	void ended(@Nullable Throwable failure) {
		Recorded latest = this.current;
		if (failure != null && latest != null) {
			latest.publishFailure(Causes.unwrap(failure), Outcome.FAILED);
		}
		else if (failure != null && !this.hasFailed && this.attempt == 0) {
			this.recorder.recordFailure(this.batch, this.number, Causes.unwrap(failure));
		}
		Outcome outcome = (failure != null) ? Outcome.ROLLED_BACK : Outcome.HANDLED;
		this.handled.forEach((draft) -> this.recorder.recording()
			.add((number) -> draft.finish(number, this.number, outcome, this.batch)));
		this.handled.clear();
	}

	private record Caller(String type, String id) {

	}

	/** One attempt that is recorded. */
	private final class Recorded {

		private final WatchedAttempt watched;

		private final TypedValue value;

		private final @Nullable Caller caller;

		private final List<PersistedValue> before;

		private final int attempt;

		private final long time;

		private final long start;

		/** Whether the attempt succeeded, or its failure was published. */
		private final AtomicBoolean done = new AtomicBoolean();

		private volatile long nanos = -1;

		/** Present if the attempt succeeded. */
		private @Nullable Draft draft;

		Recorded(WatchedAttempt watched, TypedValue value, @Nullable Caller caller, List<PersistedValue> before,
				int attempt) {
			this.watched = watched;
			this.value = value;
			this.caller = caller;
			this.before = before;
			this.attempt = attempt;
			this.time = RequestRecording.this.recorder.millis();
			this.start = RequestRecording.this.recorder.nanoTime();
		}

		void succeeded() {
			this.nanos = RequestRecording.this.recorder.nanoTime() - this.start;
			try {
				List<PersistedValue> after = this.watched.currentStates();
				List<Outgoing> sent = this.watched.sentSoFar();
				if (this.done.compareAndSet(false, true)) {
					this.draft = draft(after, sent, null);
					RequestRecording.this.handled.add(this.draft);
				}
			}
			catch (RuntimeException ex) {
				// The time was up: the failure is published, or will be. Otherwise the
				// request will fail for the same reason
			}
		}

		void failed(Throwable failure) {
			this.nanos = RequestRecording.this.recorder.nanoTime() - this.start;
		}

		/** The function succeeded, but what it did is too large for an answer. */
		void withdraw() {
			if (this.draft != null && RequestRecording.this.handled.remove(this.draft)) {
				this.done.set(false);
			}
		}

		void publishFailure(Throwable cause, Outcome outcome) {
			if (this.done.compareAndSet(false, true)) {
				if (this.nanos < 0) {
					this.nanos = RequestRecording.this.recorder.nanoTime() - this.start;
				}
				Draft draft = draft(this.before, List.of(), cause);
				RequestRecording.this.recorder.recording()
					.add((number) -> draft.finish(number, RequestRecording.this.number, outcome,
							RequestRecording.this.batch));
			}
		}

		private Draft draft(List<PersistedValue> after, List<Outgoing> sent, @Nullable Throwable failure) {
			Excerpt excerpt = RequestRecording.this.recorder.excerpt();
			RecordedValue payload = excerpt.value(this.value);
			return new Draft(excerpt, this.time, (this.caller != null) ? excerpt.name(this.caller.type) : null,
					(this.caller != null) ? excerpt.name(this.caller.id) : null, payload, this.nanos, this.attempt,
					excerpt.states(this.before, after), excerpt.sent(sent),
					Math.max(0, sent.size() - Excerpt.MAX_MESSAGES),
					(failure != null) ? excerpt.failure(failure) : null);
		}

	}

	/** A recorded attempt of a request that has not ended yet. */
	private record Draft(Excerpt excerpt, long time, @Nullable String callerType, @Nullable String callerId,
			RecordedValue payload, long nanos, int attempt, List<RecordedState> states, List<RecordedMessage> sent,
			int unlisted, @Nullable RecordedFailure failure) {

		RecordedInvocation finish(long number, long request, Outcome outcome, InvocationBatch batch) {
			String function = this.excerpt.name(batch.target().type().toString());
			String id = this.excerpt.name(batch.target().id());
			return new RecordedInvocation(number, request, this.time, function, id, this.callerType, this.callerId,
					this.payload, this.nanos, this.attempt, outcome, this.states, this.sent, this.unlisted,
					this.failure, this.excerpt.memory());
		}

	}

}
