package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import org.jspecify.annotations.Nullable;

/**
 * The {@link BatchInterceptor}s of all requests, one around the other, and the router
 * inside.
 */
final class BatchInterceptorChain {

	private final Collaborators collaborators;

	private final RequestRouter next;

	BatchInterceptorChain(Collaborators collaborators, RequestRouter next) {
		this.collaborators = collaborators;
		this.next = next;
	}

	/**
	 * Pass a request through the interceptors.
	 * @return completes with the answer, or exceptionally. Cancelling it cancels the run
	 */
	CompletableFuture<InvocationResult> handle(InvocationBatch batch) {
		try {
			return proceed(batch, 0, List.of()).toCompletableFuture();
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
		finally {
			// An interrupt that an interceptor leaves would make the server lose the
			// answer
			Thread.interrupted();
		}
	}

	private CompletionStage<InvocationResult> proceed(InvocationBatch batch, int depth,
			List<InvocationInterceptor> added) {
		List<BatchInterceptor> interceptors = this.collaborators.batchInterceptors();
		try {
			return (depth == interceptors.size()) ? this.next.route(batch, this.collaborators.with(added))
					: intercept(interceptors.get(depth), batch, depth + 1, added);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Cancelling the answer of an interceptor cancels the stage inside it. */
	private CompletionStage<InvocationResult> intercept(BatchInterceptor interceptor, InvocationBatch batch, int depth,
			List<InvocationInterceptor> added) {
		AtomicReference<@Nullable CompletionStage<InvocationResult>> inside = new AtomicReference<>();
		CompletionStage<InvocationResult> answer = Objects.requireNonNull(interceptor.intercept(batch, (addition) -> {
			CompletionStage<InvocationResult> stage = proceed(batch, depth, with(addition, added));
			inside.set(stage);
			return stage;
		}), "A BatchInterceptor returned null, not a stage");
		CompletionStage<InvocationResult> stage = inside.get();
		if (stage == null) {
			return ownCopy(answer);
		}
		if (stage != answer && !stage.toCompletableFuture().isDone()) {
			answer.whenComplete((value, ex) -> stage.toCompletableFuture().cancel(false));
		}
		return answer;
	}

	/**
	 * An interceptor that did not proceed may give the same answer to other requests as
	 * well: copy it, since each of them is released.
	 */
	private static CompletionStage<InvocationResult> ownCopy(CompletionStage<InvocationResult> answer) {
		CompletableFuture<InvocationResult> present = answer.toCompletableFuture();
		boolean succeeded = present.isDone() && !present.isCompletedExceptionally();
		return (succeeded && present.join() instanceof Completed completed)
				? CompletableFuture.completedFuture(completed.copy()) : answer;
	}

	/** The addition of an outer interceptor stays outside. */
	private static List<InvocationInterceptor> with(@Nullable InvocationInterceptor addition,
			List<InvocationInterceptor> added) {
		if (addition == null) {
			return added;
		}
		List<InvocationInterceptor> all = new ArrayList<>(added);
		all.add(addition);
		return all;
	}

}
