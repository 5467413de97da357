package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.statefun.Address;
import dev.statefun.dispatch.internal.BusyInstanceException;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import org.jspecify.annotations.Nullable;

/**
 * Lets one request a function instance pass at a time. The engine sends the next request
 * when it has the answer to the one before, or no longer waits for it. In the second case
 * it usually sends the same request again, which then gets the answer of the first one.
 * It sends another request only after the job has been restarted. The guard refuses that
 * one until the first one has ended.
 */
final class RequestGuard {

	private final ConcurrentMap<Address, Ongoing> ongoing = new ConcurrentHashMap<>();

	private final BatchInterceptorChain next;

	RequestGuard(BatchInterceptorChain next) {
		this.next = next;
	}

	/**
	 * Handle a request, or wait for the same one that is being handled.
	 * @return completes with the answer, or exceptionally with a
	 * {@link BusyInstanceException} if another request is being handled. Completing it
	 * from outside ends the request and frees the instance
	 */
	CompletableFuture<InvocationResult> handle(InvocationBatch batch) {
		Ongoing request = new Ongoing(batch);
		while (true) {
			Ongoing first = this.ongoing.putIfAbsent(batch.target(), request);
			if (first == null) {
				return pass(request);
			}
			if (!first.batch.equals(batch)) {
				return CompletableFuture.failedFuture(new BusyInstanceException(batch.target()));
			}
			CompletableFuture<InvocationResult> answer = new CompletableFuture<>();
			if (follow(first, answer)) {
				return answer;
			}
		}
	}

	/**
	 * Have an answer wait for that of another request, unless that one has left. The map
	 * runs the function only while the other request is in it, and nobody can remove it
	 * meanwhile.
	 */
	private boolean follow(Ongoing first, CompletableFuture<InvocationResult> answer) {
		return this.ongoing.computeIfPresent(first.batch.target(), (target, present) -> {
			if (present == first) {
				first.add(answer);
			}
			return present;
		}) == first;
	}

	private CompletableFuture<InvocationResult> pass(Ongoing request) {
		CompletableFuture<InvocationResult> result = this.next.handle(request.batch);
		if (result.isDone()) {
			leave(request, result);
			return result;
		}
		CompletableFuture<InvocationResult> answer = new CompletableFuture<>();
		answer.whenComplete((value, ex) -> {
			leave(request, answer);
			result.cancel(false);
		});
		result.whenComplete((value, ex) -> {
			leave(request, result);
			complete(answer, value, ex);
		});
		return answer;
	}

	/**
	 * Free the instance, and give the answer to the requests that wait for it. This comes
	 * before the first request gets the answer, since that one may release it.
	 */
	private void leave(Ongoing request, CompletableFuture<InvocationResult> result) {
		// Mostly nobody follows, and an iterator takes 32 bytes
		if (this.ongoing.remove(request.batch.target(), request) && !request.followers.isEmpty()) {
			for (CompletableFuture<InvocationResult> follower : request.followers) {
				result.whenComplete((value, ex) -> completeWithCopy(follower, value, ex));
			}
		}
	}

	private static void completeWithCopy(CompletableFuture<InvocationResult> receiver, @Nullable InvocationResult value,
			@Nullable Throwable ex) {
		try {
			complete(receiver, (value instanceof Completed answer) ? answer.copy() : value, ex);
		}
		catch (Throwable failure) {
			// There may be no memory for a copy, and the receiver must not wait for ever
			receiver.completeExceptionally(failure);
		}
	}

	private static void complete(CompletableFuture<InvocationResult> receiver, @Nullable InvocationResult value,
			@Nullable Throwable ex) {
		if (ex != null) {
			receiver.completeExceptionally(ex);
		}
		else {
			receiver.complete(value);
		}
	}

	/**
	 * A request that is being handled, and the answers that wait for its answer. Two of
	 * them are never equal.
	 */
	private static final class Ongoing {

		private final InvocationBatch batch;

		/** Changed by the map only, while nobody can remove the request. */
		private List<CompletableFuture<InvocationResult>> followers = List.of();

		Ongoing(InvocationBatch batch) {
			this.batch = batch;
		}

		void add(CompletableFuture<InvocationResult> answer) {
			this.followers = new ArrayList<>(this.followers);
			this.followers.add(answer);
		}

	}

}
