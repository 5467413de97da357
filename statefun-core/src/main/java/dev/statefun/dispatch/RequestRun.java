package dev.statefun.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.statefun.dispatch.RequestFailures.Decision;
import dev.statefun.error.AnswerTooLargeException;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import org.jspecify.annotations.Nullable;

/**
 * Handles one request: makes the attempts at its messages, one after another, and decides
 * after each what to do next. One thread at a time is at work on a run. When an attempt
 * goes on without a thread, or time has to pass before the next one, the thread leaves
 * the run. The event that it waits for has another thread go on.
 */
final class RequestRun implements Attempt.Listener {

	private final Collaborators collaborators;

	private final RequestScope scope;

	private final @Nullable InvocationRecording recording;

	private final CompletableFuture<InvocationResult> answer = new CompletableFuture<>();

	private State state = State.READY;

	/** The index of the current message. */
	private int index;

	/** Why the latest attempt failed or, in the end, the request. */
	private @Nullable Throwable cause;

	/** Created when the first attempt fails. */
	private @Nullable RequestFailures failures;

	/** Log and record what messages did to states. Created for the first of them. */
	private @Nullable List<Runnable> stateRecords;

	/** Created when the first thread leaves the run. */
	private @Nullable SerialExecutor serial;

	RequestRun(Collaborators collaborators, RequestScope scope) {
		this.collaborators = collaborators;
		this.scope = scope;
		this.recording = (collaborators.recorder() != null)
				? new InvocationRecording(collaborators.recorder(), scope.function().definition()) : null;
	}

	/**
	 * Start the run. Workers call a function that has a timeout, which may keep their
	 * threads, so that this thread can give the answer.
	 * @return completes with the answer, or exceptionally with a
	 * {@link RequestFailedException}. Completing it from outside ends the run before its
	 * next attempt
	 */
	CompletableFuture<InvocationResult> start() {
		if (this.scope.function().timeout() != null && !messages().isEmpty()) {
			proceed(this::workOnWorker, this.collaborators.workers());
		}
		else {
			work();
		}
		return this.answer;
	}

	private List<Invocation> messages() {
		return this.scope.batch().invocations();
	}

	/** Work on the run, unless the function needs a worker and there is none. */
	private void workOnWorker() {
		Workers workers = this.collaborators.workers();
		boolean calls = this.state == State.READY || this.state == State.WAITING;
		if (calls && this.scope.function().timeout() != null && workers.areExhausted()) {
			RejectedExecutionException exhaustion = workers.exhaustion();
			if (this.cause != null) {
				exhaustion.addSuppressed(this.cause);
			}
			failing(exhaustion);
		}
		work();
	}

	/** Work on the run until the function is to be called, which takes a worker. */
	private void decideOnly() {
		try {
			if (this.state == State.FAILED) {
				decide();
			}
			if (this.state == State.READY && this.index < messages().size()) {
				// In a new serial executor, since this thread leaves the run for the
				// worker
				this.serial = new SerialExecutor();
				proceed(this::workOnWorker, this.collaborators.workers());
			}
			else if (this.state != State.WAITING) {
				work();
			}
		}
		catch (Throwable ex) {
			end(ex);
		}
	}

	/**
	 * Work on the run until it has ended, or waits for something. An interrupt that a
	 * handler, an error handler or a recorder leaves ends with that step. It would make
	 * the next message fail, or the server lose the answer.
	 */
	private void work() {
		try {
			boolean working = true;
			while (working) {
				Thread.interrupted();
				working = switch (this.state) {
					case READY -> (this.index < messages().size()) ? attempt() : succeed();
					case FAILED -> decide();
					case WAITING -> retry();
					case FAILING -> fail();
					case ENDED -> false;
				};
			}
		}
		catch (Throwable ex) {
			end(ex);
		}
		Thread.interrupted();
	}

	/** End a run whose recorder has thrown an exception. */
	private void end(Throwable ex) {
		this.state = State.ENDED;
		this.answer.completeExceptionally(ex);
	}

	private boolean attempt() {
		if (this.answer.isDone()) {
			return failing(givenUp());
		}
		Invocation message = messages().get(this.index);
		if (StateMessages.include(message)) {
			return accessStates(message);
		}
		if (this.recording != null) {
			this.recording.begin(message.argument().typeName());
		}
		Attempt.Outcome outcome = Attempt.of(this.collaborators, this.scope, message).begin(this);
		if (outcome == null) {
			return false;
		}
		accept(outcome);
		return true;
	}

	/** The function is not called, nor are the interceptors around it. */
	private boolean accessStates(Invocation message) {
		List<Runnable> records = (this.stateRecords != null) ? this.stateRecords : new ArrayList<>();
		records.add(this.collaborators.stateMessages().handle(this.scope, message));
		this.stateRecords = records;
		this.index++;
		return true;
	}

	private void accept(Attempt.Outcome outcome) {
		this.cause = outcome.failure();
		if (this.cause != null) {
			this.state = State.FAILED;
		}
		else {
			this.index++;
		}
	}

	/**
	 * Another thread goes on, since the one that completed the stage must not be blocked
	 * by the next handler. It may give the answer, though.
	 */
	@Override
	public void ended(Attempt.Outcome outcome) {
		accept(outcome);
		if (this.state == State.READY && this.index == messages().size()) {
			proceed(this::work, Runnable::run);
		}
		else if (this.scope.function().timeout() == null) {
			proceed(this::work, this.collaborators.executor());
		}
		else if (this.state == State.FAILED) {
			proceed(this::decideOnly, this.collaborators.workers().spare());
		}
		else {
			proceed(this::workOnWorker, this.collaborators.workers());
		}
	}

	/**
	 * The thread that is still in the handler keeps the serial executor that it is in.
	 */
	@Override
	public void expired(Attempt.Outcome outcome, boolean inHandler) {
		if (inHandler) {
			this.serial = new SerialExecutor();
		}
		accept(outcome);
		proceed(this::decideOnly, Runnable::run);
	}

	/** Have a thread of an executor go on with a task. */
	private void proceed(Runnable task, Executor executor) {
		SerialExecutor serial = this.serial;
		if (serial == null) {
			serial = new SerialExecutor();
			this.serial = serial;
		}
		if (this.answer.isDone()) {
			failing(givenUp());
		}
		try {
			serial.execute(task, (this.state != State.FAILING) ? executor : Runnable::run);
		}
		catch (RejectedExecutionException ex) {
			failing((this.state == State.FAILED && this.cause != null) ? this.cause : ex);
			serial.execute(this::work, Runnable::run);
		}
	}

	/** Decide what becomes of a message that could not be handled. */
	private boolean decide() {
		Throwable failure = Objects.requireNonNull(this.cause);
		if (this.recording != null) {
			this.recording.failed(failure);
		}
		try {
			Decision decision = failures().decide(this.index, failure);
			if (decision.isRetry()) {
				return decision.delay().isZero() ? ready() : waiting(decision.delay());
			}
			if (decision.isOmission()) {
				this.index++;
				return ready();
			}
			return failing(failure);
		}
		catch (Throwable ex) {
			if (ex != failure) {
				ex.addSuppressed(failure);
			}
			return failing(ex);
		}
	}

	private RequestFailures failures() {
		RequestFailures present = this.failures;
		if (present == null) {
			present = new RequestFailures(this.scope, this.collaborators);
			this.failures = present;
		}
		return present;
	}

	private boolean ready() {
		this.state = State.READY;
		return true;
	}

	private boolean waiting(Duration delay) {
		CompletableFuture<?> time = this.collaborators.errors().timer().after(delay);
		this.state = State.WAITING;
		time.thenRun(() -> proceed(this::workOnWorker, this.collaborators.workers()));
		return false;
	}

	private boolean retry() {
		if (this.recording != null) {
			this.recording.skipTime();
		}
		return ready();
	}

	private static CancellationException givenUp() {
		return new CancellationException("The request has been given up");
	}

	private boolean failing(Throwable reason) {
		this.cause = reason;
		this.state = State.FAILING;
		return true;
	}

	private boolean fail() {
		int number = Math.min(this.index + 1, messages().size());
		return fail(RequestFailedException.invocationFailed(this.scope.batch().target(), messages().get(number - 1),
				number, messages().size(), Objects.requireNonNull(this.cause)));
	}

	private boolean fail(RequestFailedException failure) {
		record(null);
		this.state = State.ENDED;
		this.answer.completeExceptionally(failure);
		return false;
	}

	private boolean succeed() {
		InvocationResult result;
		try {
			long size = this.scope.writeStates();
			if (this.collaborators.limit().isExceeded(size, this.scope.batch().version())) {
				return tooLarge(size);
			}
			result = this.scope.result();
		}
		catch (Throwable ex) {
			return fail(RequestFailedException.unwritable(this.scope.batch().target(), ex));
		}
		record(this.answer.isDone() ? null : this.scope);
		this.state = State.ENDED;
		// The thread may write the answer now
		Thread.interrupted();
		this.answer.complete(result);
		return false;
	}

	/**
	 * A message that was handled alone fails. Of several, nobody knows which one it is.
	 */
	private boolean tooLarge(long size) {
		long limit = this.collaborators.limit().bytes();
		if (messages().size() > 1 || this.cause != null) {
			return fail(RequestFailedException.tooLarge(this.scope.batch().target(), messages().size(), size, limit));
		}
		this.scope.rollBack();
		this.stateRecords = null;
		this.index = 0;
		this.cause = new AnswerTooLargeException(this.scope.batch().target(), size, limit);
		this.state = State.FAILED;
		return true;
	}

	private void record(@Nullable RequestScope effective) {
		if (this.recording != null) {
			this.recording.end(this.scope.batch(), (effective != null) ? effective.effects() : null);
		}
		if (effective != null && this.stateRecords != null) {
			this.stateRecords.forEach(Runnable::run);
		}
	}

	/**
	 * Where a run is.
	 */
	private enum State {

		/**
		 * The current message is being attempted, or is to be. Without one, the run
		 * succeeds.
		 */
		READY,

		/** The attempt has failed: it is to be decided what becomes of the message. */
		FAILED,

		/** Some time is to pass before the next attempt at the same message. */
		WAITING,

		/** The request is to fail. */
		FAILING,

		/** The answer has been given. */
		ENDED

	}

}
