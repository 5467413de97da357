package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
 * <p>
 * Nearly all are alone in their slot when they enter and leave, which costs less than a
 * concurrent map then.
 */
final class OngoingRequests {

	private static final int SLOTS = 1024;

	/** How many characters of each end of an id tell its slot. */
	private static final int ENDING = 4;

	private static final int PRIME = 1009;

	/** Each has nothing, the batch that is alone there, or the first {@link Ongoing}. */
	private final AtomicReferenceArray<@Nullable Object> slots = new AtomicReferenceArray<>(SLOTS);

	private final Function<InvocationBatch, CompletableFuture<InvocationResult>> handler;

	OngoingRequests(Function<InvocationBatch, CompletableFuture<InvocationResult>> handler) {
		this.handler = handler;
	}

	/**
	 * Handle a request, or wait for the same one that is being handled.
	 * @throws BusyInstanceException if another one is being handled
	 */
	CompletableFuture<InvocationResult> handle(InvocationBatch batch) {
		int slot = slot(batch.target());
		if (!this.slots.compareAndSet(slot, null, batch)) {
			CompletableFuture<InvocationResult> answer = enter(slot, batch);
			if (answer != null) {
				return answer;
			}
		}
		try {
			CompletableFuture<InvocationResult> result = this.handler.apply(batch);
			if (!result.isDone()) {
				return await(slot, batch, result);
			}
			if (!this.slots.compareAndSet(slot, batch, null)) {
				leave(slot, batch, result);
			}
			return result;
		}
		catch (Throwable ex) {
			leave(slot, batch, CompletableFuture.failedFuture(ex));
			throw ex;
		}
	}

	/**
	 * By both ends of the id, since ids mostly differ at one of them: to hash all of it,
	 * which is done for no other purpose, costs as much as the rest.
	 */
	private static int slot(Address target) {
		String id = target.id();
		int hash = target.type().name().hashCode();
		int last = id.length() - 1;
		for (int i = 0; i < ENDING && i <= last; i++) {
			hash = 31 * hash + PRIME * id.charAt(i) + id.charAt(last - i);
		}
		return (hash ^ hash >>> 16) & SLOTS - 1;
	}

	/** Returns the answer of the same request that is at work, if it is. */
	private @Nullable CompletableFuture<InvocationResult> enter(int slot, InvocationBatch batch) {
		while (true) {
			Object present = this.slots.get(slot);
			Ongoing first = Ongoing.of(present);
			Ongoing other = Ongoing.find(first, batch.target());
			if (other == null) {
				if (this.slots.compareAndSet(slot, present, new Ongoing(batch, List.of(), first))) {
					return null;
				}
			}
			else if (!other.batch.equals(batch)) {
				throw new BusyInstanceException(batch.target());
			}
			else {
				CompletableFuture<InvocationResult> answer = new CompletableFuture<>();
				Ongoing followed = Ongoing.without(first, other.batch);
				if (this.slots.compareAndSet(slot, present, other.followedBy(answer, followed))) {
					return answer;
				}
			}
		}
	}

	/**
	 * Whoever waits for the answer may end it first, when it takes too long. The address
	 * is free then.
	 */
	private CompletableFuture<InvocationResult> await(int slot, InvocationBatch batch,
			CompletableFuture<InvocationResult> result) {
		CompletableFuture<InvocationResult> answer = new CompletableFuture<>();
		answer.whenComplete((value, ex) -> {
			leave(slot, batch, answer);
			result.cancel(false);
		});
		result.whenComplete((value, ex) -> {
			leave(slot, batch, result);
			pass(value, ex, answer);
		});
		return answer;
	}

	/** Before the answer is given to anyone, who may release it. */
	private void leave(int slot, InvocationBatch batch, CompletableFuture<InvocationResult> result) {
		Object present;
		Ongoing first;
		Ongoing request;
		do {
			present = this.slots.get(slot);
			first = Ongoing.of(present);
			request = Ongoing.find(first, batch);
			if (request == null) {
				return;
			}
		}
		while (!this.slots.compareAndSet(slot, present, Ongoing.without(first, batch)));
		for (CompletableFuture<InvocationResult> follower : request.followers) {
			result.whenComplete((value, ex) -> passCopy(value, ex, follower));
		}
	}

	private static void passCopy(@Nullable InvocationResult value, @Nullable Throwable ex,
			CompletableFuture<InvocationResult> receiver) {
		try {
			pass((value instanceof Completed answer) ? answer.copy() : value, ex, receiver);
		}
		catch (Throwable failure) {
			// Of memory for a copy, say: nobody else would tell
			receiver.completeExceptionally(failure);
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

	/**
	 * The requests at work that share a slot. Never changed, but replaced, so that a slot
	 * that still has the same one is the same.
	 */
	private record Ongoing(InvocationBatch batch, List<CompletableFuture<InvocationResult>> followers,
			@Nullable Ongoing next) {

		static @Nullable Ongoing of(@Nullable Object slot) {
			return (slot instanceof InvocationBatch alone) ? new Ongoing(alone, List.of(), null) : (Ongoing) slot;
		}

		static @Nullable Ongoing find(@Nullable Ongoing first, Address target) {
			Ongoing each = first;
			while (each != null && !each.batch.target().equals(target)) {
				each = each.next;
			}
			return each;
		}

		static @Nullable Ongoing find(@Nullable Ongoing first, InvocationBatch batch) {
			Ongoing each = first;
			while (each != null && each.batch != batch) {
				each = each.next;
			}
			return each;
		}

		static @Nullable Ongoing without(@Nullable Ongoing first, InvocationBatch batch) {
			if (first != null && first.batch == batch) {
				return first.next;
			}
			Ongoing others = null;
			for (Ongoing each = first; each != null; each = each.next) {
				others = (each.batch != batch) ? new Ongoing(each.batch, each.followers, others) : others;
			}
			return others;
		}

		Ongoing followedBy(CompletableFuture<InvocationResult> answer, @Nullable Ongoing newNext) {
			List<CompletableFuture<InvocationResult>> all = new ArrayList<>(this.followers);
			all.add(answer);
			return new Ongoing(this.batch, all, newNext);
		}

	}

}
