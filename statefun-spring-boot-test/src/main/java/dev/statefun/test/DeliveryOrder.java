package dev.statefun.test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

import dev.statefun.Address;
import org.jspecify.annotations.Nullable;

/**
 * Which messages the next request holds. Those from one address to another stay in order,
 * whatever else is shuffled.
 */
final class DeliveryOrder {

	/** The engine's. */
	static final int DEFAULT_MAX_BATCH_SIZE = 1000;

	private final Deque<Integer> nextSizes = new ArrayDeque<>();

	private int maxBatchSize = DEFAULT_MAX_BATCH_SIZE;

	/** Not a plain one, whose first choices are the same for all small seeds. */
	private @Nullable SplittableRandom random;

	void shuffle(long seed) {
		this.random = new SplittableRandom(seed);
	}

	void inOrder() {
		this.random = null;
	}

	void maxBatchSize(int size) {
		requirePositive(size);
		this.maxBatchSize = size;
	}

	void nextSizes(int... sizes) {
		Arrays.stream(sizes).forEach(DeliveryOrder::requirePositive);
		for (int size : sizes) {
			this.nextSizes.addLast(size);
		}
	}

	static void requirePositive(int number) {
		if (number < 1) {
			throw new IllegalArgumentException("There must be one at least, not " + number);
		}
	}

	void reset() {
		this.nextSizes.clear();
		this.maxBatchSize = DEFAULT_MAX_BATCH_SIZE;
		this.random = null;
	}

	/** Whether a timer that is due comes before messages that wait. */
	boolean isTimerFirst() {
		return this.random != null && this.random.nextBoolean();
	}

	/**
	 * Take the messages of the next request.
	 * @param waiting where they are taken from
	 * @param blocked whose turn it is not
	 * @return the messages, or none if nobody else has any
	 */
	List<Envelope> next(Map<Address, Deque<Envelope>> waiting, Set<Address> blocked) {
		Address target = target(waiting, blocked);
		if (target == null) {
			return List.of();
		}
		Deque<Envelope> queue = Objects.requireNonNull(waiting.remove(target));
		int size = size(queue.size());
		List<Envelope> batch = new ArrayList<>(size);
		while (batch.size() < size) {
			batch.add((this.random != null) ? pollAny(queue, this.random) : queue.removeFirst());
		}
		if (!queue.isEmpty()) {
			waiting.put(target, queue);
		}
		return batch;
	}

	private @Nullable Address target(Map<Address, Deque<Envelope>> waiting, Set<Address> blocked) {
		if (this.random == null) {
			return waiting.keySet().stream().filter((target) -> !blocked.contains(target)).findFirst().orElse(null);
		}
		List<Address> targets = waiting.keySet().stream().filter((target) -> !blocked.contains(target)).toList();
		return targets.isEmpty() ? null : targets.get(this.random.nextInt(targets.size()));
	}

	private int size(int waiting) {
		Integer next = this.nextSizes.pollFirst();
		int limit = Math.min(waiting, (next != null) ? next : this.maxBatchSize);
		return (next == null && this.random != null) ? 1 + this.random.nextInt(limit) : limit;
	}

	/** Take the first message of any of the senders. */
	private static Envelope pollAny(Deque<Envelope> queue, SplittableRandom random) {
		Map<@Nullable Address, Envelope> firsts = new LinkedHashMap<>();
		queue.forEach((message) -> firsts.putIfAbsent(message.from(), message));
		Envelope chosen = new ArrayList<>(firsts.values()).get(random.nextInt(firsts.size()));
		Iterator<Envelope> messages = queue.iterator();
		while (messages.next() != chosen) {
			// Further on
		}
		messages.remove();
		return chosen;
	}

}
