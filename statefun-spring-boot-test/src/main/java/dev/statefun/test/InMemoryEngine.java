package dev.statefun.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Does in memory, and in one thread, what the engine does with messages, states and time.
 */
final class InMemoryEngine implements Backend {

	static final int DEFAULT_MAX_REQUESTS = 10_000;

	private static final int LATEST = 5;

	private final FunctionRegistry functions;

	private final RequestPath path;

	private final TypeRegistry types;

	private final ProtocolVersion version;

	private final Refusals refusals;

	private final TestClock clock;

	private final ClientPort client;

	private final DeliveryOrder order = new DeliveryOrder();

	private final Drills drills = new Drills();

	private final KnownStates known;

	private EngineState state = new EngineState();

	private int maxRequests = DEFAULT_MAX_REQUESTS;

	private boolean delivering;

	/** Whether there is a message that has not been tried to deliver. */
	private boolean enqueued;

	InMemoryEngine(FunctionRegistry functions, RequestReplyHandler handler, TypeRegistry types, ProtocolVersion version,
			List<String> egresses, ClientPort client) {
		this.functions = functions;
		this.path = new RequestPath(handler);
		this.types = types;
		this.version = version;
		this.known = new KnownStates(functions, version);
		this.refusals = new Refusals(egresses.stream().map(TypeName::parse).toList());
		this.clock = client.clock();
		this.client = client;
	}

	@Override
	public InMemoryEngine inMemory(String method) {
		return this;
	}

	@Override
	public Clock clock() {
		return this.clock;
	}

	DeliveryOrder order() {
		return this.order;
	}

	Drills drills() {
		return this.drills;
	}

	void maxRequests(int requests) {
		DeliveryOrder.requirePositive(requests);
		this.maxRequests = requests;
	}

	@Override
	public void enqueue(Envelope message) {
		this.state.enqueue(message);
		this.enqueued = true;
	}

	@Override
	public List<FailedRequest> deliver() {
		List<FailedRequest> failures = new ArrayList<>();
		if (!this.delivering) {
			this.delivering = true;
			try {
				do {
					this.enqueued = false;
					failures.addAll(deliverWaiting());
					this.client.deliver(this.state.takeAnswers());
				}
				while (this.enqueued);
			}
			finally {
				this.delivering = false;
			}
		}
		// Otherwise a client that got an answer sends more, while a delivery is at work
		return failures;
	}

	private List<FailedRequest> deliverWaiting() {
		EngineState checkpoint = this.drills.isRestartToCome() ? this.state.copy() : this.state;
		List<FailedRequest> failures = new ArrayList<>();
		Set<Address> blocked = new HashSet<>();
		Deque<String> latest = new ArrayDeque<>();
		int requests = 0;
		for (List<Envelope> batch = nextBatch(blocked); !batch.isEmpty(); batch = nextBatch(blocked)) {
			Address target = batch.get(0).to();
			note(latest, batch);
			if (++requests > this.maxRequests) {
				this.state.putBack(target, batch);
				throw new AssertionError(
						"After %d requests there are still messages to deliver. The latest were:%n  %s%nIf functions send each other messages for ever, mend them; if there are just many, allow more with maxRequests(...)"
							.formatted(this.maxRequests, String.join(System.lineSeparator() + "  ", latest)));
			}
			FailedRequest failure = request(target, batch);
			if (failure != null) {
				// As on the engine, which sends the request again and again
				this.state.putBack(target, batch);
				blocked.add(target);
				failures.add(failure);
				this.state.journal().failures().add(failure);
			}
			if (this.drills.isRestartNow()) {
				this.state = checkpoint;
				this.known.clear();
				blocked.clear();
				failures.clear();
			}
		}
		return failures;
	}

	/**
	 * Deliver one request.
	 * @return why it failed, if it did
	 */
	List<FailedRequest> deliverNext() {
		List<Envelope> batch = nextBatch(Set.of());
		if (batch.isEmpty()) {
			throw new AssertionError("There is no message to deliver. Delayed are:%n  %s".formatted(delayed()));
		}
		FailedRequest failure = request(batch.get(0).to(), batch);
		if (failure == null) {
			this.delivering = true;
			this.client.deliver(this.state.takeAnswers());
			this.delivering = false;
			return List.of();
		}
		this.state.putBack(batch.get(0).to(), batch);
		this.state.journal().failures().add(failure);
		return List.of(failure);
	}

	private List<Envelope> nextBatch(Set<Address> blocked) {
		if (this.order.isTimerFirst()) {
			fireTimers();
		}
		List<Envelope> batch = this.order.next(this.state.waiting(), blocked);
		return (batch.isEmpty() && fireTimers()) ? this.order.next(this.state.waiting(), blocked) : batch;
	}

	private boolean fireTimers() {
		boolean fired = false;
		for (DelayedMessage due = pollDue(); due != null; due = pollDue()) {
			if (!send(due.from(), due.to(), due.value().raw())) {
				this.state.journal().sent().add(new SentMessage(due.from(), due.to(), due.value()));
			}
			fired = true;
		}
		return fired;
	}

	private @Nullable DelayedMessage pollDue() {
		return this.state.pollDue(this.clock.instant());
	}

	/** The journal keeps messages to functions of other applications. */
	private boolean send(Address from, Address to, TypedValue value) {
		boolean served = this.functions.find(to.type()) != null;
		if (served) {
			this.state.enqueue(new Envelope(from, to, value));
		}
		return served;
	}

	private static void note(Deque<String> latest, List<Envelope> batch) {
		if (latest.size() == LATEST) {
			latest.removeFirst();
		}
		latest.addLast(batch.get(0) + ((batch.size() > 1) ? " and %d more".formatted(batch.size() - 1) : ""));
	}

	private @Nullable FailedRequest request(Address target, List<Envelope> batch) {
		try {
			Completed result = handle(target, batch);
			for (int i = this.drills.vainAttempts(); i > 0; i--) {
				Completed again = handle(target, batch);
				if (!again.equals(result)) {
					this.state.journal()
						.differences()
						.add("%s answered %s first%n    %s%n  and then%n    %s".formatted(target, values(batch), result,
								again));
				}
				result = again;
			}
			apply(target, result);
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new FailedRequest(target, values(batch), ex);
		}
		catch (Throwable ex) {
			return new FailedRequest(target, values(batch), ex);
		}
	}

	private List<CapturedValue> values(List<Envelope> batch) {
		return batch.stream().map((message) -> captured(message.value())).toList();
	}

	private Completed handle(Address target, List<Envelope> batch) throws Throwable {
		List<Invocation> invocations = batch.stream()
			.map((message) -> new Invocation(message.from(), message.value()))
			.toList();
		while (true) {
			InvocationResult result = this.path
				.call(new InvocationBatch(this.version, target, states(target), invocations));
			if (result instanceof Completed completed) {
				return completed;
			}
			this.known.learn(target, ((Incomplete) result).missing());
		}
	}

	private List<PersistedValue> states(Address target) {
		Instant now = this.clock.instant();
		return this.known.of(target.type())
			.values()
			.stream()
			.map((spec) -> new PersistedValue(spec.name(),
					this.state.read(target, spec.name(), spec.expiration(), now)))
			.toList();
	}

	private void apply(Address self, Completed result) {
		Map<String, ValueSpec<?>> states = this.known.of(self.type());
		this.refusals.check(self, result, states, this.state.delayed());
		result.outgoing().forEach((message) -> apply(self, message));
		Instant now = this.clock.instant();
		for (Mutation mutation : result.mutations()) {
			write(self, Objects.requireNonNull(states.get(mutation.name())), mutation.value(), now);
		}
	}

	private void apply(Address self, Outgoing message) {
		Journal journal = this.state.journal();
		if (message instanceof Send send) {
			journal.sent().add(new SentMessage(self, send.target(), captured(send.argument())));
			send(self, send.target(), send.argument());
		}
		else if (message instanceof SendAfter later) {
			this.state.delay(new DelayedMessage(self, later.target(), captured(later.argument()), later.delay(),
					this.clock.instant().plus(later.delay()), later.cancellationToken()));
		}
		else if (message instanceof CancelDelayed cancel) {
			DelayedMessage cancelled = this.state.findDelayed(self.id(), cancel.cancellationToken());
			if (cancelled != null) {
				this.state.delayed().remove(cancelled);
				journal.cancelled().add(cancelled);
			}
		}
		else if (message instanceof SendEgress send) {
			EmittedMessage emitted = new EmittedMessage(self, send.egress(), captured(send.argument()));
			journal.emitted().add(emitted);
			if (ClientPort.isClient(send.egress())) {
				this.state.answer(emitted);
			}
		}
	}

	private CapturedValue captured(TypedValue value) {
		return new CapturedValue(value, this.types);
	}

	@Override
	public List<FailedRequest> advanceBy(Duration duration) {
		Instant end = this.clock.instant().plus(duration);
		List<FailedRequest> failures = new ArrayList<>(deliver());
		for (Instant due = nextDue(); due != null && !due.isAfter(end); due = nextDue()) {
			this.clock.set(due);
			failures.addAll(deliver());
			this.client.expire();
		}
		this.clock.set(end);
		return failures;
	}

	private @Nullable Instant nextDue() {
		Instant client = this.client.nextDue();
		Instant delayed = this.state.delayed().isEmpty() ? null : this.state.delayed().get(0).due();
		return (delayed == null || (client != null && client.isBefore(delayed))) ? client : delayed;
	}

	@Override
	public @Nullable TypedValue read(Address address, ValueSpec<?> spec) {
		return this.state.peek(address, spec.name(), this.clock.instant());
	}

	@Override
	public void write(Address address, ValueSpec<?> spec, @Nullable TypedValue value) {
		write(address, spec, value, this.clock.instant());
	}

	private void write(Address address, ValueSpec<?> spec, @Nullable TypedValue value, Instant now) {
		if (value == null) {
			this.state.remove(address, spec.name());
		}
		else {
			this.state.write(address, spec.name(), value, spec.expiration(), now);
		}
	}

	@Override
	public Map<Address, Map<String, TypedValue>> values() {
		return this.state.values(this.clock.instant());
	}

	@Override
	public List<Envelope> waiting() {
		return this.state.waiting().values().stream().flatMap(Collection::stream).toList();
	}

	@Override
	public List<DelayedMessage> delayed() {
		return List.copyOf(this.state.delayed());
	}

	@Override
	public Journal journal() {
		return this.state.journal();
	}

	@Override
	public void forgetEffects() {
		this.state.journal().clear();
	}

	@Override
	public void reset() {
		this.state = new EngineState();
		this.client.reset();
		this.known.clear();
		this.order.reset();
		this.drills.reset();
		this.maxRequests = DEFAULT_MAX_REQUESTS;
		this.clock.set(TestClock.START);
	}

}
