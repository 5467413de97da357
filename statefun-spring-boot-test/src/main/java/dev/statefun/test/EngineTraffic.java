package dev.statefun.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;

/**
 * Which messages the real engine has still to deliver, and what functions did, as far as
 * their requests and answers tell. Safe for use by many threads.
 */
final class EngineTraffic {

	/** How long to wait at most before the clock is read again. */
	private static final long POLL_MILLIS = 100;

	private final TypeRegistry types;

	private final Clock clock;

	/** Without delay. */
	private final List<Envelope> underWay = new ArrayList<>();

	private final List<DelayedMessage> delayed = new ArrayList<>();

	/** Messages of former tests, which nobody waits for any more. */
	private final List<Envelope> stale = new ArrayList<>();

	private final Map<Address, Map<String, TypedValue>> values = new LinkedHashMap<>();

	private final List<FailedRequest> newFailures = new ArrayList<>();

	private final Journal journal = new Journal();

	private Set<TypeName> served = Set.of();

	/** How many were handled. */
	private long requests;

	EngineTraffic(TypeRegistry types, Clock clock) {
		this.types = types;
		this.clock = clock;
	}

	/** Say which functions the engine knows. */
	synchronized void serve(Set<TypeName> functions) {
		this.served = Set.copyOf(functions);
	}

	synchronized void expect(Envelope message) {
		this.underWay.add(message);
	}

	synchronized void expectNoMore(Envelope message) {
		this.underWay.remove(message);
	}

	/**
	 * Wait until no message is on its way that is due.
	 * @return false if nothing has happened for so long
	 */
	synchronized boolean awaitQuiet(Duration patience) throws InterruptedException {
		Instant deadline = this.clock.instant().plus(patience);
		long requests = this.requests;
		while (!isQuiet()) {
			if (this.requests != requests) {
				requests = this.requests;
				deadline = this.clock.instant().plus(patience);
			}
			long millis = millisUntil(deadline);
			if (millis <= 0) {
				return false;
			}
			wait(Math.min(millis, POLL_MILLIS));
		}
		return true;
	}

	private boolean isQuiet() {
		return this.underWay.isEmpty()
				&& this.delayed.stream().noneMatch((message) -> isServed(message.to()) && isDue(message));
	}

	synchronized void awaitTime(Instant time) throws InterruptedException {
		for (long millis = millisUntil(time); millis > 0; millis = millisUntil(time)) {
			wait(millis);
		}
	}

	private long millisUntil(Instant time) {
		return this.clock.instant().until(time.plusMillis(1), ChronoUnit.MILLIS);
	}

	private boolean isDue(DelayedMessage message) {
		return !message.due().isAfter(this.clock.instant());
	}

	synchronized void failed(InvocationBatch batch, Throwable failure) {
		List<CapturedValue> messages = batch.invocations()
			.stream()
			.map((invocation) -> captured(invocation.argument()))
			.toList();
		FailedRequest request = new FailedRequest(batch.target(), messages, failure);
		this.newFailures.add(request);
		this.journal.failures().add(request);
	}

	/** Record a request and its effects in one step, so that it never seems quiet. */
	synchronized void handled(InvocationBatch batch, Completed answer) {
		this.requests++;
		batch.invocations().forEach((invocation) -> arrived(envelope(batch.target(), invocation)));
		answer.outgoing().forEach((message) -> left(batch.target(), message));
		answer.mutations().forEach((mutation) -> changed(batch.target(), mutation));
		notifyAll();
	}

	private static Envelope envelope(Address target, Invocation invocation) {
		return new Envelope(invocation.caller(), target, invocation.argument());
	}

	private static Envelope envelope(DelayedMessage message) {
		return new Envelope(message.from(), message.to(), message.value().raw());
	}

	private void arrived(Envelope message) {
		if (this.underWay.remove(message) || this.stale.remove(message)) {
			return;
		}
		this.delayed.stream()
			.filter((waiting) -> envelope(waiting).equals(message))
			.findFirst()
			.ifPresent(this.delayed::remove);
	}

	private void left(Address self, Outgoing message) {
		if (message instanceof Send send) {
			this.journal.sent().add(new SentMessage(self, send.target(), captured(send.argument())));
			if (isServed(send.target())) {
				this.underWay.add(new Envelope(self, send.target(), send.argument()));
			}
		}
		else if (message instanceof SendAfter later) {
			this.delayed.add(new DelayedMessage(self, later.target(), captured(later.argument()), later.delay(),
					this.clock.instant().plus(later.delay()), later.cancellationToken()));
			this.delayed.sort(Comparator.comparing(DelayedMessage::due));
		}
		else if (message instanceof CancelDelayed cancel) {
			List<DelayedMessage> cancelled = this.delayed.stream()
				.filter((waiting) -> cancel.cancellationToken().equals(waiting.cancellationToken())
						&& waiting.from().id().equals(self.id()))
				.toList();
			this.delayed.removeAll(cancelled);
			this.journal.cancelled().addAll(cancelled);
		}
		else if (message instanceof SendEgress send) {
			this.journal.emitted().add(new EmittedMessage(self, send.egress(), captured(send.argument())));
		}
	}

	private void changed(Address self, Mutation mutation) {
		Map<String, TypedValue> states = this.values.computeIfAbsent(self, (address) -> new TreeMap<>());
		if (mutation.value() != null) {
			states.put(mutation.name(), mutation.value());
		}
		else {
			states.remove(mutation.name());
		}
	}

	/**
	 * Tell what the engine is to get: it fails its job on messages to functions that it
	 * does not know.
	 */
	synchronized List<Outgoing> forEngine(List<Outgoing> outgoing) {
		return outgoing.stream().filter(this::isForEngine).toList();
	}

	private boolean isForEngine(Outgoing message) {
		if (message instanceof Send send) {
			return isServed(send.target());
		}
		return !(message instanceof SendAfter later) || isServed(later.target());
	}

	private boolean isServed(Address target) {
		return this.served.contains(target.type());
	}

	private CapturedValue captured(TypedValue value) {
		return new CapturedValue(value, this.types);
	}

	/** Tell whether a message is of a former test, and not of this one as well. */
	synchronized boolean isStale(Envelope message) {
		return this.stale.contains(message) && !this.underWay.contains(message)
				&& this.delayed.stream().noneMatch((waiting) -> envelope(waiting).equals(message));
	}

	synchronized List<FailedRequest> takeFailures() {
		List<FailedRequest> failures = List.copyOf(this.newFailures);
		this.newFailures.clear();
		return failures;
	}

	/** All values but those that have expired meanwhile. */
	synchronized Map<Address, Map<String, TypedValue>> values() {
		Map<Address, Map<String, TypedValue>> copy = new LinkedHashMap<>();
		this.values.forEach((address, states) -> {
			if (!states.isEmpty()) {
				copy.put(address, new TreeMap<>(states));
			}
		});
		return copy;
	}

	synchronized List<Envelope> underWay() {
		return List.copyOf(this.underWay);
	}

	synchronized List<DelayedMessage> delayed() {
		captureDue();
		return List.copyOf(this.delayed);
	}

	synchronized Journal journal() {
		captureDue();
		return this.journal.copy();
	}

	/** Capture due messages to functions that the engine does not know, as sent. */
	private void captureDue() {
		List<DelayedMessage> due = this.delayed.stream()
			.filter((message) -> !isServed(message.to()) && isDue(message))
			.toList();
		this.delayed.removeAll(due);
		due.forEach(
				(message) -> this.journal.sent().add(new SentMessage(message.from(), message.to(), message.value())));
	}

	synchronized void forgetEffects() {
		captureDue();
		this.journal.clear();
	}

	/** Wait no longer for what is on its way. */
	synchronized void abandon() {
		this.stale.addAll(this.underWay);
		this.underWay.clear();
	}

	synchronized void reset() {
		abandon();
		this.delayed.stream()
			.filter((message) -> isServed(message.to()))
			.forEach((message) -> this.stale.add(envelope(message)));
		this.delayed.clear();
		this.values.clear();
		this.newFailures.clear();
		this.journal.clear();
	}

}
