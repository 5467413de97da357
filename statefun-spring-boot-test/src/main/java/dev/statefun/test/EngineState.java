package dev.statefun.test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.statefun.Address;
import dev.statefun.Expiration;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * All that an engine keeps, and a checkpoint of it holds.
 */
final class EngineState {

	/** The messages by address. The address that has waited longest comes first. */
	private final Map<Address, Deque<Envelope>> waiting = new LinkedHashMap<>();

	private final Map<Address, Map<String, Stored>> values = new LinkedHashMap<>();

	/** By when they are due, and then in the order of sending. */
	private final List<DelayedMessage> delayed;

	private final Journal journal;

	/** Answers that the client of the application has not received yet. */
	private final List<EmittedMessage> answers;

	EngineState() {
		this.answers = new ArrayList<>();
		this.delayed = new ArrayList<>();
		this.journal = new Journal();
	}

	private EngineState(EngineState other) {
		other.waiting.forEach((target, messages) -> this.waiting.put(target, new ArrayDeque<>(messages)));
		other.values.forEach((address, states) -> this.values.put(address, new TreeMap<>(states)));
		this.delayed = new ArrayList<>(other.delayed);
		this.journal = other.journal.copy();
		this.answers = new ArrayList<>(other.answers);
	}

	EngineState copy() {
		return new EngineState(this);
	}

	Map<Address, Deque<Envelope>> waiting() {
		return this.waiting;
	}

	List<DelayedMessage> delayed() {
		return this.delayed;
	}

	Journal journal() {
		return this.journal;
	}

	void answer(EmittedMessage answer) {
		this.answers.add(answer);
	}

	List<EmittedMessage> takeAnswers() {
		List<EmittedMessage> taken = List.copyOf(this.answers);
		this.answers.clear();
		return taken;
	}

	void enqueue(Envelope message) {
		this.waiting.computeIfAbsent(message.to(), (target) -> new ArrayDeque<>()).addLast(message);
	}

	/** Put back what was not handled, before what came later. */
	void putBack(Address target, List<Envelope> messages) {
		Deque<Envelope> queue = this.waiting.computeIfAbsent(target, (address) -> new ArrayDeque<>());
		for (int i = messages.size() - 1; i >= 0; i--) {
			queue.addFirst(messages.get(i));
		}
	}

	void delay(DelayedMessage message) {
		int index = this.delayed.size();
		while (index > 0 && this.delayed.get(index - 1).due().isAfter(message.due())) {
			index--;
		}
		this.delayed.add(index, message);
	}

	/**
	 * Find a message by its token, which is the sender's id's: the engine keeps delayed
	 * messages by the id of who sent them, whatever the function.
	 */
	@Nullable DelayedMessage findDelayed(String senderId, String token) {
		for (DelayedMessage message : this.delayed) {
			if (token.equals(message.cancellationToken()) && senderId.equals(message.from().id())) {
				return message;
			}
		}
		return null;
	}

	/** Take the first message that is due. */
	@Nullable DelayedMessage pollDue(Instant now) {
		return (!this.delayed.isEmpty() && !this.delayed.get(0).due().isAfter(now)) ? this.delayed.remove(0) : null;
	}

	/**
	 * Read a value as a request does, which is what keeps one alive that expires after
	 * the last of them.
	 */
	@Nullable TypedValue read(Address address, String name, Expiration expiration, Instant now) {
		TypedValue value = peek(address, name, now);
		if (value != null && expiration.mode() == Expiration.Mode.AFTER_INVOKE) {
			write(address, name, value, expiration, now);
		}
		return value;
	}

	/** Read a value without an effect on when it expires. */
	@Nullable TypedValue peek(Address address, String name, Instant now) {
		Stored stored = this.values.getOrDefault(address, Map.of()).get(name);
		return (stored == null || stored.isExpired(now)) ? null : stored.value();
	}

	void write(Address address, String name, TypedValue value, Expiration expiration, Instant now) {
		this.values.computeIfAbsent(address, (key) -> new TreeMap<>())
			.put(name, new Stored(value, now, expiration.timeToLive()));
	}

	void remove(Address address, String name) {
		this.values.getOrDefault(address, new TreeMap<>()).remove(name);
	}

	/** All values that have not expired, of addresses that have any. */
	Map<Address, Map<String, TypedValue>> values(Instant now) {
		Map<Address, Map<String, TypedValue>> all = new LinkedHashMap<>();
		this.values.forEach((address, states) -> states.forEach((name, stored) -> {
			if (!stored.isExpired(now)) {
				all.computeIfAbsent(address, (key) -> new TreeMap<>()).put(name, stored.value());
			}
		}));
		return all;
	}

	/**
	 * A value of a state.
	 *
	 * @param value the value
	 * @param touched when its time to live began
	 * @param timeToLive how long it lives, zero if for ever
	 */
	private record Stored(TypedValue value, Instant touched, Duration timeToLive) {

		boolean isExpired(Instant now) {
			return !this.timeToLive.isZero() && !this.touched.plus(this.timeToLive).isAfter(now);
		}

	}

}
