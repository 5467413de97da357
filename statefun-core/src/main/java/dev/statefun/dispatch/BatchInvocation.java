package dev.statefun.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.dispatch.RequestFailures.Decision;
import dev.statefun.error.InvocationTimeoutException;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of one batch, one after the other, whether they are asynchronous or
 * not.
 */
final class BatchInvocation {

	private final RequestReplyHandler handler;

	private final RequestScope scope;

	private final List<InvocationInterceptor> interceptors;

	private final @Nullable InvocationRecording recording;

	/** How long an invocation may take. */
	private final @Nullable Duration timeout;

	/**
	 * How often it was called to go on since it last stood still. Whoever raises it from
	 * zero goes on, so that neither two threads do, nor one within itself; and what one
	 * thread did is seen by the next. Absent until an invocation is asynchronous.
	 */
	private @Nullable AtomicInteger calls;

	/** Absent until an invocation is asynchronous or all have ended. */
	private @Nullable CompletableFuture<InvocationResult> result;

	private int next;

	/** Why the latest invocation failed, until it is decided what becomes of it. */
	private @Nullable Throwable thrown;

	/** Absent until an invocation fails. */
	private @Nullable RequestFailures failures;

	/** Why the request fails. */
	private @Nullable Throwable failure;

	private BatchInvocation(RequestReplyHandler handler, RequestScope scope, List<InvocationInterceptor> interceptors,
			@Nullable InvocationRecording recording, @Nullable Duration timeout) {
		this.handler = handler;
		this.scope = scope;
		this.interceptors = interceptors;
		this.recording = recording;
		this.timeout = timeout;
	}

	/**
	 * Create the invocations of a batch.
	 * @param interceptors go around each of them, the first one outermost
	 */
	static BatchInvocation of(RequestReplyHandler handler, RequestScope scope,
			List<InvocationInterceptor> interceptors) {
		FunctionDefinition function = scope.function();
		Duration timeout = (function.timeout() != null) ? function.timeout() : handler.errors().timeout();
		InvocationRecorder recorder = scope.isServed() ? handler.recorder() : null;
		InvocationRecording recording = (recorder != null) ? new InvocationRecording(recorder, function) : null;
		return new BatchInvocation(handler, scope, interceptors, recording, timeout);
	}

	/**
	 * A function that has a timeout is called by another thread, which it may keep, while
	 * this one can give the answer.
	 */
	CompletableFuture<InvocationResult> run() {
		if (this.timeout != null) {
			AtomicInteger calls = becomeAsynchronous(0);
			goOn(calls, this.handler.errors().workers(), () -> goOn(calls));
		}
		else if (invokeUntilPending() && this.calls != null) {
			goOnWhileCalled(this.calls);
		}
		return Objects.requireNonNull(this.result);
	}

	/** Before another thread may learn of the request. */
	private AtomicInteger becomeAsynchronous(int called) {
		AtomicInteger calls = this.calls;
		if (calls == null) {
			calls = new AtomicInteger(called);
			this.calls = calls;
			this.result = new CompletableFuture<>();
		}
		return calls;
	}

	private List<Invocation> invocations() {
		return this.scope.batch().invocations();
	}

	private boolean isGivenUp() {
		return this.result != null && this.result.isDone();
	}

	private void goOn(AtomicInteger calls, Executor executor, Runnable task) {
		if (isGivenUp()) {
			fail(givenUp(), calls);
			return;
		}
		try {
			executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			fail((this.thrown != null) ? this.thrown : ex, calls);
		}
	}

	private static CancellationException givenUp() {
		return new CancellationException("The request has been given up");
	}

	private void fail(Throwable reason, AtomicInteger calls) {
		this.failure = reason;
		goOn(calls);
	}

	private void goOn(AtomicInteger calls) {
		if (calls.getAndIncrement() == 0 && invokeUntilPending()) {
			goOnWhileCalled(calls);
		}
	}

	private void goOnWhileCalled(AtomicInteger calls) {
		while (calls.decrementAndGet() > 0) {
			if (!invokeUntilPending()) {
				return;
			}
		}
	}

	/** Returns whether the request is still this thread's. */
	private boolean invokeUntilPending() {
		try {
			return invokeUntilPendingOrThrown();
		}
		catch (Throwable ex) {
			// Not of a handler, but of a recorder, say
			this.failure = ex;
			failWith(ex);
			return true;
		}
	}

	private boolean invokeUntilPendingOrThrown() {
		while (this.failure == null) {
			if (this.thrown != null) {
				if (isToWait(this.thrown)) {
					return true;
				}
			}
			else if (this.next == invocations().size()) {
				break;
			}
			else if (isGivenUp()) {
				this.failure = givenUp();
			}
			else {
				Progress progress = invokeNext();
				if (progress != Progress.ENDED) {
					return progress == Progress.PENDING;
				}
			}
		}
		complete();
		return true;
	}

	private Progress invokeNext() {
		Invocation invocation = invocations().get(this.next++);
		TypeRegistry types = this.handler.types();
		InvocationContext context = new InvocationContext(this.scope, invocation, types);
		this.scope.begin();
		if (this.recording != null) {
			this.recording.begin(invocation.argument().typeName());
		}
		return (this.timeout != null) ? invokeInTime(context, this.timeout) : invoke(context);
	}

	private Progress invoke(InvocationContext context) {
		Throwable thrown = null;
		try {
			CompletableFuture<?> stage = intercept(context, context, 0).toCompletableFuture();
			if (!stage.isDone()) {
				AtomicInteger calls = becomeAsynchronous(1);
				stage.whenComplete((value, ex) -> resume(context, ex, calls));
				return Progress.PENDING;
			}
			if (stage.isCompletedExceptionally()) {
				stage.join();
			}
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		ended(context, thrown);
		return Progress.ENDED;
	}

	private Progress invokeInTime(InvocationContext context, Duration limit) {
		AtomicInteger calls = Objects.requireNonNull(this.calls);
		GuardedContext guarded = new GuardedContext(context);
		Deadline deadline = new Deadline(guarded);
		deadline.start(this.handler.errors().timer().after(limit), () -> expire(deadline, guarded, limit, calls));
		Throwable thrown = null;
		CompletableFuture<?> pending = null;
		try {
			CompletableFuture<?> stage = intercept(guarded, context, 0).toCompletableFuture();
			if (!stage.isDone()) {
				pending = stage;
			}
			else if (stage.isCompletedExceptionally()) {
				stage.join();
			}
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		if (!deadline.returned()) {
			return Progress.LOST;
		}
		if (pending != null) {
			pending.whenComplete((value, ex) -> {
				if (deadline.end()) {
					resume(guarded, ex, calls);
				}
			});
			return Progress.PENDING;
		}
		if (!deadline.end()) {
			return Progress.PENDING;
		}
		ended(guarded, thrown);
		return Progress.ENDED;
	}

	/** The thread that is in the handler, if any, is left to itself. */
	private void expire(Deadline deadline, GuardedContext context, Duration limit, AtomicInteger calls) {
		switch (deadline.expire()) {
			case TOO_LATE -> {
			}
			case IN_HANDLER -> {
				AtomicInteger ownCalls = new AtomicInteger();
				this.calls = ownCalls;
				resumeWithWorker(context, limit, ownCalls);
			}
			case WHILE_PENDING -> resumeWithWorker(context, limit, calls);
		}
	}

	private void resumeWithWorker(GuardedContext context, Duration limit, AtomicInteger calls) {
		ended(context, new InvocationTimeoutException(this.scope.batch().target(), limit));
		goOn(calls, this.handler.errors().workers(), () -> goOn(calls));
	}

	/**
	 * Not on the thread that completes a stage, which must not be blocked by the next
	 * handler.
	 */
	private void resume(AttemptContext context, @Nullable Throwable thrown, AtomicInteger calls) {
		ended(context, thrown);
		if (this.thrown == null && this.next == invocations().size()) {
			goOn(calls);
		}
		else {
			goOn(calls, (this.timeout != null) ? this.handler.errors().workers() : this.handler.executor(),
					() -> goOn(calls));
		}
	}

	private CompletionStage<?> intercept(AttemptContext context, ReceivedMessage message, int depth) {
		if (depth == this.interceptors.size() || !this.scope.isServed()) {
			return apply(context, message);
		}
		try {
			return Objects.requireNonNull(this.interceptors.get(depth)
				.intercept(this.scope.function(), context, message, () -> intercept(context, message, depth + 1)),
					"An InvocationInterceptor returned null, not a stage");
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Of an invocation that failed nothing remains, even if an interceptor makes up for
	 * it.
	 */
	private CompletionStage<?> apply(AttemptContext context, ReceivedMessage message) {
		try {
			CompletableFuture<?> stage = Objects
				.requireNonNull(this.scope.function().function().apply(context, message),
						"The function returned null, not a stage")
				.toCompletableFuture();
			if (stage.isDone() && !stage.isCompletedExceptionally()) {
				return stage;
			}
			return stage.whenComplete((value, ex) -> {
				if (ex != null) {
					context.rollBack();
				}
			});
		}
		catch (Throwable ex) {
			context.rollBack();
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void ended(AttemptContext context, @Nullable Throwable thrown) {
		context.close();
		if (thrown == null) {
			return;
		}
		Throwable cause = thrown.getCause();
		Throwable unwrapped = (thrown instanceof CompletionException && cause != null) ? cause : thrown;
		this.thrown = unwrapped;
		if (this.recording != null) {
			this.recording.failed(unwrapped);
		}
	}

	/**
	 * Do what is decided about the invocation that failed.
	 * @return whether it is to be tried again after a while, before anything else is done
	 */
	private boolean isToWait(Throwable cause) {
		this.thrown = null;
		this.scope.rollBack();
		try {
			Decision decision = failures().decide(this.next, cause);
			if (decision.isRetry() && !decision.delay().isZero()) {
				waitFor(decision.delay());
				return true;
			}
			if (decision.isRetry()) {
				this.next--;
			}
			else if (!decision.isOmission()) {
				this.failure = cause;
			}
		}
		catch (Throwable ex) {
			if (ex != cause) {
				ex.addSuppressed(cause);
			}
			this.failure = ex;
		}
		return false;
	}

	private RequestFailures failures() {
		RequestFailures failures = this.failures;
		if (failures == null) {
			failures = new RequestFailures(this.scope, this.handler.types(), this.handler.errors());
			this.failures = failures;
		}
		return failures;
	}

	private void waitFor(Duration delay) {
		AtomicInteger calls = becomeAsynchronous(1);
		ErrorHandling errors = this.handler.errors();
		errors.timer().after(delay).thenRun(() -> goOn(calls, errors.workers(), () -> tryAgain(calls)));
	}

	private void tryAgain(AtomicInteger calls) {
		this.next--;
		if (this.recording != null) {
			this.recording.skipTime();
		}
		goOn(calls);
	}

	private void complete() {
		InvocationResult effects = null;
		RequestFailedException failed = null;
		if (this.failure != null) {
			failed = invocationFailed(this.failure);
		}
		else {
			try {
				effects = this.scope.result();
			}
			catch (Throwable ex) {
				failed = RequestFailedException.unwritable(this.scope.batch().target(), ex);
			}
		}
		if (this.recording != null) {
			boolean answers = effects != null && !isGivenUp();
			this.recording.end(this.scope.batch(), answers ? this.scope : null);
		}
		if (effects != null) {
			succeed(effects);
		}
		else if (failed != null) {
			failWith(failed);
		}
	}

	private RequestFailedException invocationFailed(Throwable cause) {
		int number = Math.max(this.next, 1);
		return RequestFailedException.invocationFailed(this.scope.batch().target(), invocations().get(number - 1),
				number, invocations().size(), cause);
	}

	private void succeed(InvocationResult effects) {
		if (this.result != null) {
			this.result.complete(effects);
		}
		else {
			this.result = CompletableFuture.completedFuture(effects);
		}
	}

	private void failWith(Throwable reason) {
		if (this.result != null) {
			this.result.completeExceptionally(reason);
		}
		else {
			this.result = CompletableFuture.failedFuture(reason);
		}
	}

	/**
	 * How far an invocation is when it has been made.
	 */
	private enum Progress {

		/** It has ended. */
		ENDED,

		/** Whatever it waits for goes on with the request. */
		PENDING,

		/** It has run out of time, and another thread has the request. */
		LOST

	}

}
