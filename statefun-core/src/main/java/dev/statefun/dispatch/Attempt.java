package dev.statefun.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.statefun.Address;
import dev.statefun.dispatch.Deadline.Expiry;
import dev.statefun.error.AnswerTooLargeException;
import dev.statefun.error.InvocationTimeoutException;
import dev.statefun.error.internal.Causes;
import dev.statefun.protocol.InvocationBatch.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Handles one message once: calls the interceptors and, inside them, the function. It
 * alone owns the context that these get, the deadline, and the roll-back of what they
 * did.
 */
final class Attempt {

	private final Collaborators collaborators;

	private final AttemptContext context;

	/**
	 * Absent if the function may take any time. No parameter of the constructor: C2 does
	 * not inline a constructor that names a class which is not loaded.
	 */
	private @Nullable Deadline deadline;

	private Attempt(Collaborators collaborators, AttemptContext context) {
		this.collaborators = collaborators;
		this.context = context;
	}

	/** Create an attempt, with a deadline if the function has a timeout. */
	static Attempt of(Collaborators collaborators, RequestScope scope, Invocation invocation) {
		ReceivedMessage message = new ReceivedMessage(invocation, collaborators.types());
		if (scope.function().timeout() == null) {
			return new Attempt(collaborators, new AttemptContext(scope, message));
		}
		GuardedContext context = new GuardedContext(scope, message);
		Attempt attempt = new Attempt(collaborators, context);
		attempt.deadline = new Deadline(context, collaborators.workers());
		return attempt;
	}

	/**
	 * Handle the message.
	 * @param listener is told of the outcome if this does not return it
	 * @return the outcome, or {@code null} if the attempt goes on. Then the run is no
	 * longer this thread's: the listener may be at work on it already
	 */
	@Nullable Outcome begin(Listener listener) {
		this.context.scope().begin();
		if (this.deadline != null) {
			start(this.deadline, Objects.requireNonNull(this.context.scope().function().timeout()), listener);
		}
		CompletableFuture<?> stage = call();
		if (this.deadline != null && !this.deadline.returned()) {
			return null;
		}
		if (stage.isDone()) {
			return end(failureOf(stage));
		}
		stage.whenComplete((value, ex) -> {
			Outcome outcome = end(ex);
			if (outcome != null) {
				listener.ended(outcome);
			}
		});
		return null;
	}

	private void start(Deadline deadline, Duration timeout, Listener listener) {
		deadline.start(this.collaborators.errors().timer().after(timeout), () -> {
			Expiry expiry = deadline.expire();
			if (expiry != Expiry.TOO_LATE) {
				boolean inHandler = expiry == Expiry.IN_HANDLER;
				listener.expired(new Outcome(new InvocationTimeoutException(target(), timeout)), inHandler);
				if (inHandler) {
					this.collaborators.workers().watch(deadline, target().type());
				}
			}
		});
	}

	/** Call the outermost interceptor or, if there is none, the function. */
	private CompletableFuture<?> call() {
		try {
			return call(0).toCompletableFuture();
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletionStage<?> call(int depth) {
		List<InvocationInterceptor> interceptors = this.collaborators.interceptors();
		if (depth == interceptors.size()) {
			return callFunction();
		}
		try {
			FunctionDefinition function = this.context.scope().function().definition();
			return Objects.requireNonNull(
					interceptors.get(depth)
						.intercept(function, this.context, this.context.message(), () -> call(depth + 1)),
					"An InvocationInterceptor returned null, not a stage");
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Roll back what the function did when it fails, even if an interceptor makes up for
	 * it.
	 */
	private CompletionStage<?> callFunction() {
		try {
			CompletableFuture<?> stage = Objects.requireNonNull(
					this.context.scope().function().definition().function().apply(this.context, this.context.message()),
					"The function returned null, not a stage")
				.toCompletableFuture();
			if (stage.isDone() && !stage.isCompletedExceptionally()) {
				return stage;
			}
			return stage.whenComplete((value, ex) -> {
				if (ex != null) {
					this.context.rollBack();
				}
			});
		}
		catch (Throwable ex) {
			this.context.rollBack();
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Returns {@code null} if the time was up before. */
	private @Nullable Outcome end(@Nullable Throwable failure) {
		if (this.deadline != null && !this.deadline.end()) {
			return null;
		}
		this.context.close();
		RequestScope scope = this.context.scope();
		if (failure != null) {
			return rollBack(Causes.unwrap(failure));
		}
		try {
			scope.response().requireComplete();
		}
		catch (IllegalStateException ex) {
			return rollBack(ex);
		}
		this.context.handled();
		AnswerLimit limit = this.collaborators.limit();
		long size = scope.sizeOfAttempt();
		return limit.isExceeded(size, scope.batch().version())
				? rollBack(new AnswerTooLargeException(target(), size, limit.bytes())) : Outcome.SUCCESS;
	}

	private Outcome rollBack(Throwable failure) {
		this.context.scope().rollBack();
		return new Outcome(failure);
	}

	private static @Nullable Throwable failureOf(CompletableFuture<?> stage) {
		if (stage.isCompletedExceptionally()) {
			try {
				stage.join();
			}
			catch (Throwable ex) {
				return ex;
			}
		}
		return null;
	}

	private Address target() {
		return this.context.scope().batch().target();
	}

	/**
	 * How an attempt has ended.
	 *
	 * @param failure why it failed, or {@code null}. Nothing of what it did remains then
	 */
	record Outcome(@Nullable Throwable failure) {

		private static final Outcome SUCCESS = new Outcome(null);

	}

	/**
	 * Goes on when an attempt has ended that did not end at once.
	 */
	interface Listener {

		/** The attempt has ended. The thread that tells so must not be blocked. */
		void ended(Outcome outcome);

		/**
		 * The time of the attempt is up. The thread that tells so may be blocked, but
		 * must not call the function.
		 * @param inHandler whether the thread that began the attempt is still in the
		 * handler. That thread will do no more than return from the attempt
		 */
		void expired(Outcome outcome, boolean inHandler);

	}

}
