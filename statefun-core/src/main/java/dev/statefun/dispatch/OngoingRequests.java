package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no function instance has two requests at work. The engine sends the
 * next one when it has the answer to the one before, or when it has given up waiting for
 * it. If it is the same one then, which it is unless the job has been restarted, it gets
 * the answer of the one that is at work; otherwise it is refused.
 */
final class OngoingRequests {

	private final ConcurrentMap<Address, Ongoing> ongoing = new ConcurrentHashMap<>();

	private final Function<InvocationBatch, CompletableFuture<InvocationResult>> handler;

	OngoingRequests(Function<InvocationBatch, CompletableFuture<InvocationResult>> handler) {
		this.handler = handler;
	}

	/**
	 * Handle a request, or wait for the same one that is being handled.
	 * @throws BusyInstanceException if another one is being handled
	 */
	CompletableFuture<InvocationResult> handle(InvocationBatch batch) {
		Ongoing request = new Ongoing(batch);
		Ongoing other;
		while ((other = this.ongoing.putIfAbsent(batch.target(), request)) != null) {
			CompletableFuture<InvocationResult> answer = join(batch, other);
			if (answer != null) {
				return answer;
			}
		}
		try {
			CompletableFuture<InvocationResult> result = this.handler.apply(batch);
			if (!result.isDone()) {
				return await(request, result);
			}
			end(request, result);
			return result;
		}
		catch (Throwable ex) {
			end(request, CompletableFuture.failedFuture(ex));
			throw ex;
		}
	}

	/** Returns nothing if it has ended meanwhile. */
	private @Nullable CompletableFuture<InvocationResult> join(InvocationBatch batch, Ongoing other) {
		if (!other.batch.equals(batch)) {
			throw new BusyInstanceException(batch.target());
		}
		CompletableFuture<InvocationResult> answer = new CompletableFuture<>();
		Ongoing present = this.ongoing.computeIfPresent(batch.target(), (target, request) -> {
			if (request == other) {
				request.follow(answer);
			}
			return request;
		});
		return (present == other) ? answer : null;
	}

	/**
	 * Whoever waits for the answer may end it first, when it takes too long. The address
	 * is free then.
	 */
	private CompletableFuture<InvocationResult> await(Ongoing request, CompletableFuture<InvocationResult> result) {
		CompletableFuture<InvocationResult> answer = new CompletableFuture<>();
		answer.whenComplete((value, ex) -> {
			end(request, answer);
			result.cancel(false);
		});
		result.whenComplete((value, ex) -> {
			end(request, result);
			pass(value, ex, answer);
		});
		return answer;
	}

	/** Before the answer is given to anyone, who may release it. */
	private void end(Ongoing request, CompletableFuture<InvocationResult> result) {
		boolean first = this.ongoing.remove(request.batch.target(), request);
		if (first && !request.followers.isEmpty()) {
			for (CompletableFuture<InvocationResult> follower : request.followers) {
				result.whenComplete(
						(value, ex) -> pass((value instanceof Completed answer) ? answer.copy() : value, ex, follower));
			}
		}
	}

	private static void pass(@Nullable InvocationResult value, @Nullable Throwable ex,
			CompletableFuture<InvocationResult> receiver) {
		if (ex != null) {
			receiver.completeExceptionally(ex);
		}
		else {
			receiver.complete(value);
		}
	}

	/** A request at work. Its followers are guarded by the map. */
	private static final class Ongoing {

		private final InvocationBatch batch;

		private List<CompletableFuture<InvocationResult>> followers = List.of();

		Ongoing(InvocationBatch batch) {
			this.batch = batch;
		}

		void follow(CompletableFuture<InvocationResult> answer) {
			this.followers = this.followers.isEmpty() ? new ArrayList<>() : this.followers;
			this.followers.add(answer);
		}

	}

}
