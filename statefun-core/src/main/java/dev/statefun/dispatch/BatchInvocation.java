package dev.statefun.dispatch;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

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

	private final FunctionDefinition function;

	private final RequestScope scope;

	private final List<Invocation> invocations;

	private final List<InvocationInterceptor> interceptors;

	private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();

	private final @Nullable InvocationRecording recording;

	/**
	 * How often it was called to go on since it last stood still. Whoever raises it from
	 * zero goes on, so that neither two threads do, nor one within itself; and what one
	 * thread did is seen by the next. Absent until an invocation is asynchronous.
	 */
	private @Nullable AtomicInteger calls;

	private int next;

	private @Nullable Throwable failure;

	/**
	 * Create the invocations of a batch.
	 * @param interceptors go around each of them, the first one outermost
	 */
	BatchInvocation(RequestReplyHandler handler, RequestScope scope, List<InvocationInterceptor> interceptors) {
		this.handler = handler;
		this.interceptors = interceptors;
		this.function = scope.function();
		this.scope = scope;
		this.invocations = scope.batch().invocations();
		InvocationRecorder recorder = handler.recorder();
		this.recording = (recorder != null) ? new InvocationRecording(recorder, this.function) : null;
	}

	CompletableFuture<InvocationResult> run() {
		invokeUntilPending();
		if (this.calls != null) {
			goOnWhileCalled(this.calls);
		}
		return this.result;
	}

	private void goOn(AtomicInteger calls) {
		if (calls.getAndIncrement() == 0) {
			invokeUntilPending();
			goOnWhileCalled(calls);
		}
	}

	private void goOnWhileCalled(AtomicInteger calls) {
		while (calls.decrementAndGet() > 0) {
			invokeUntilPending();
		}
	}

	private void invokeUntilPending() {
		while (this.failure == null && this.next < this.invocations.size()) {
			Invocation invocation = this.invocations.get(this.next++);
			InvocationContext context = new InvocationContext(this.scope, invocation, this.handler.types(),
					this.handler.typeNames());
			this.scope.begin();
			if (this.recording != null) {
				this.recording.begin(invocation.argument().typeName());
			}
			CompletableFuture<?> pending = invoke(context);
			if (pending != null) {
				AtomicInteger calls = (this.calls != null) ? this.calls : new AtomicInteger(1);
				this.calls = calls;
				pending.whenComplete((value, ex) -> resume(context, ex, calls));
				return;
			}
		}
		complete();
	}

	/**
	 * Not on the thread that completes a stage, which must not be blocked by the next
	 * handler.
	 */
	private void resume(InvocationContext context, @Nullable Throwable thrown, AtomicInteger calls) {
		ended(context, thrown);
		if (this.failure != null || this.next == this.invocations.size()) {
			goOn(calls);
			return;
		}
		try {
			this.handler.executor().execute(() -> goOn(calls));
		}
		catch (RejectedExecutionException ex) {
			this.failure = ex;
			goOn(calls);
		}
	}

	/** Returns nothing if the invocation has ended, and if so, how it ended is noted. */
	private @Nullable CompletableFuture<?> invoke(InvocationContext context) {
		Throwable thrown = null;
		try {
			CompletableFuture<?> stage = intercept(context, 0).toCompletableFuture();
			if (!stage.isDone()) {
				return stage;
			}
			if (stage.isCompletedExceptionally()) {
				stage.join();
			}
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		ended(context, thrown);
		return null;
	}

	private CompletionStage<?> intercept(InvocationContext context, int depth) {
		if (depth == this.interceptors.size()) {
			return apply(context);
		}
		try {
			return Objects.requireNonNull(
					this.interceptors.get(depth)
						.intercept(this.function, context, context.message(), () -> intercept(context, depth + 1)),
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
	private CompletionStage<?> apply(InvocationContext context) {
		try {
			CompletableFuture<?> stage = Objects
				.requireNonNull(this.function.function().apply(context, context.message()),
						"The function returned null, not a stage")
				.toCompletableFuture();
			if (stage.isDone() && !stage.isCompletedExceptionally()) {
				return stage;
			}
			return stage.whenComplete((value, ex) -> {
				if (ex != null) {
					this.scope.rollBack();
				}
			});
		}
		catch (Throwable ex) {
			this.scope.rollBack();
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void ended(InvocationContext context, @Nullable Throwable thrown) {
		context.close();
		if (thrown == null) {
			return;
		}
		Throwable cause = thrown.getCause();
		this.failure = (thrown instanceof CompletionException && cause != null) ? cause : thrown;
		if (this.recording != null) {
			this.recording.failed(this.failure);
		}
	}

	private void complete() {
		Throwable failure = this.failure;
		InvocationResult effects = (failure == null) ? this.scope.result() : null;
		if (this.recording != null) {
			this.recording.end(this.scope.batch(), (effects != null) ? this.scope : null);
		}
		if (effects != null) {
			this.result.complete(effects);
		}
		else if (failure != null) {
			this.result.completeExceptionally(RequestFailedException.invocationFailed(this.scope.batch().target(),
					this.invocations.get(this.next - 1), this.next, this.invocations.size(), failure));
		}
	}

}
