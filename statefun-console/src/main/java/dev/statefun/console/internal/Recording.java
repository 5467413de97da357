package dev.statefun.console.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The recorded invocations, as many of the latest as fit into memory. Failures have a
 * quarter of it for themselves, so that a stream of successes does not displace them.
 * Safe for use by many threads, which never wait for one another.
 */
public final class Recording {

	private final AtomicLong numbers = new AtomicLong();

	private final Ring successes;

	private final Ring failures;

	private final Set<Consumer<RecordedInvocation>> listeners = ConcurrentHashMap.newKeySet();

	/**
	 * Create a recording.
	 * @param memory how many bytes it may take
	 */
	public Recording(long memory) {
		this.failures = new Ring(memory / 4);
		this.successes = new Ring(memory - memory / 4);
	}

	/**
	 * Add an invocation.
	 * @param invocation creates it with its number
	 */
	void add(LongFunction<RecordedInvocation> invocation) {
		RecordedInvocation added = invocation.apply(this.numbers.incrementAndGet());
		(added.outcome().isFailure() ? this.failures : this.successes).add(added);
		this.listeners.forEach((listener) -> listener.accept(added));
	}

	/** Call a listener with each invocation from now on. It must not wait. */
	void addListener(Consumer<RecordedInvocation> listener) {
		this.listeners.add(listener);
	}

	void removeListener(Consumer<RecordedInvocation> listener) {
		this.listeners.remove(listener);
	}

	/** Find the latest invocations, the latest first. */
	List<RecordedInvocation> latest(Predicate<RecordedInvocation> filter, int limit) {
		List<RecordedInvocation> found = new ArrayList<>();
		this.successes.latest(filter, limit, found);
		this.failures.latest(filter, limit, found);
		found.sort(Comparator.comparingLong(RecordedInvocation::number).reversed());
		return (found.size() > limit) ? found.subList(0, limit) : found;
	}

	@Nullable RecordedInvocation find(long number) {
		List<RecordedInvocation> found = latest((invocation) -> invocation.number() == number, 1);
		return found.isEmpty() ? null : found.get(0);
	}

	/** How many invocations were recorded, those included that are gone. */
	long count() {
		return this.numbers.get();
	}

	/** How many bytes are in use. */
	long memory() {
		return this.successes.memory.get() + this.failures.memory.get();
	}

	private static final class Ring {

		private final long capacity;

		private final ConcurrentLinkedDeque<RecordedInvocation> invocations = new ConcurrentLinkedDeque<>();

		private final AtomicLong memory = new AtomicLong();

		Ring(long capacity) {
			this.capacity = capacity;
		}

		/** Make room first, so that the bound holds at any time. */
		void add(RecordedInvocation invocation) {
			long used = this.memory.addAndGet(invocation.memory());
			while (used > this.capacity) {
				RecordedInvocation oldest = this.invocations.pollFirst();
				if (oldest == null) {
					this.memory.addAndGet(-invocation.memory());
					return;
				}
				used = this.memory.addAndGet(-oldest.memory());
			}
			this.invocations.addLast(invocation);
		}

		void latest(Predicate<RecordedInvocation> filter, int limit, List<RecordedInvocation> found) {
			int left = limit;
			Iterator<RecordedInvocation> latest = this.invocations.descendingIterator();
			while (left > 0 && latest.hasNext()) {
				RecordedInvocation invocation = latest.next();
				if (filter.test(invocation)) {
					found.add(invocation);
					left--;
				}
			}
		}

	}

}
