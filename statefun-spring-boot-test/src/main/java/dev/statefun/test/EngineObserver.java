package dev.statefun.test;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.protocol.EngineProtocol;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Sees what the real engine has functions do, from within the application, and so knows
 * which messages are still on their way.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EngineObserver implements BatchInterceptor, InvocationInterceptor {

	/**
	 * The type of messages that functions never see, since they have something done in
	 * the name of a function instance: its text tells what.
	 */
	private static final String ACTION = "dev.statefun.test/Action";

	private final TypeRegistry types;

	private final Clock clock;

	private final Map<String, Consumer<Context>> actions = new HashMap<>();

	/** Without delay. */
	private final List<Envelope> underWay = new ArrayList<>();

	private final Map<Address, Map<String, TypedValue>> values = new LinkedHashMap<>();

	private final List<DelayedMessage> delayed = new ArrayList<>();

	/** Delayed messages of former tests, which nobody waits for any more. */
	private final List<Envelope> stale = new ArrayList<>();

	/** What failed, until the engine sends it again, and is freed of it. */
	private final Set<InvocationBatch> failed = new HashSet<>();

	private final List<FailedRequest> newFailures = new ArrayList<>();

	private final Journal journal = new Journal();

	private Set<TypeName> served = Set.of();

	private long actionCount;

	EngineObserver(TypeRegistry types, Clock clock) {
		this.types = types;
		this.clock = clock;
	}

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
	 * Remember what is to be done when the message comes that this returns.
	 */
	synchronized TypedValue message(Consumer<Context> action) {
		String name = Long.toString(++this.actionCount);
		this.actions.put(name, action);
		return new TypedValue(ACTION, ByteString.copyFromUtf8(name));
	}

	private synchronized @Nullable Consumer<Context> action(Message message) {
		return this.actions.get(message.rawValue().toStringUtf8());
	}

	/**
	 * Wait until no message is on its way that is due.
	 * @return whether that was so in time
	 */
	synchronized boolean awaitQuiet(Instant deadline) throws InterruptedException {
		while (!isQuiet()) {
			long millis = this.clock.instant().until(deadline, ChronoUnit.MILLIS);
			if (millis <= 0) {
				return false;
			}
			wait(Math.min(millis, 100));
		}
		return true;
	}

	private boolean isQuiet() {
		return this.underWay.isEmpty() && this.delayed.stream()
			.noneMatch((message) -> isServed(message.to()) && !message.due().isAfter(this.clock.instant()));
	}

	synchronized void awaitTime(Instant time) throws InterruptedException {
		for (long millis = until(time); millis > 0; millis = until(time)) {
			wait(millis);
		}
	}

	private long until(Instant time) {
		return this.clock.instant().until(time.plusMillis(1), ChronoUnit.MILLIS);
	}

	@Override
	public CompletionStage<InvocationResult> intercept(InvocationBatch batch, BatchInterceptor.Chain next) {
		if (isFailed(batch)) {
			Completed nothing = Completed.of(batch.version(), List.of(), List.of());
			return CompletableFuture.completedFuture(handled(batch, nothing));
		}
		return next.proceed().handle((result, ex) -> {
			if (ex != null) {
				throw failed(batch, ex);
			}
			return (result instanceof Completed completed) ? handled(batch, completed) : result;
		});
	}

	private synchronized boolean isFailed(InvocationBatch batch) {
		return this.failed.remove(batch);
	}

	private synchronized CompletionException failed(InvocationBatch batch, Throwable ex) {
		Throwable failure = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		List<CapturedValue> messages = batch.invocations()
			.stream()
			.map((invocation) -> captured(invocation.argument()))
			.toList();
		FailedRequest request = new FailedRequest(batch.target(), messages, failure);
		this.failed.add(batch);
		this.newFailures.add(request);
		this.journal.failures().add(request);
		return new CompletionException(failure);
	}

	private synchronized InvocationResult handled(InvocationBatch batch, Completed result) {
		batch.invocations().forEach((invocation) -> arrived(batch.target(), invocation));
		Completed copy = copy(result);
		List<Outgoing> outgoing = copy.outgoing();
		List<Mutation> mutations = copy.mutations();
		outgoing.forEach((message) -> left(batch.target(), message));
		mutations.forEach((mutation) -> changed(batch.target(), mutation));
		notifyAll();
		List<Outgoing> forEngine = outgoing.stream().filter(this::isForEngine).toList();
		return (forEngine.size() == outgoing.size()) ? result : Completed.of(batch.version(), mutations, forEngine);
	}

	/** The memory of an answer is used for another one, once it is written. */
	private static Completed copy(Completed result) {
		RequestReplyProtocol protocol = RequestReplyProtocol.of(result.version());
		return (Completed) EngineProtocol.decode(result.version(), protocol.encode(result));
	}

	private void arrived(Address target, Invocation invocation) {
		Envelope message = new Envelope(invocation.caller(), target, invocation.argument());
		if (this.underWay.remove(message) || this.stale.remove(message)) {
			return;
		}
		for (DelayedMessage waiting : this.delayed) {
			if (envelope(waiting).equals(message)) {
				this.delayed.remove(waiting);
				return;
			}
		}
	}

	private static Envelope envelope(DelayedMessage message) {
		return new Envelope(message.from(), message.to(), message.value().raw());
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

	/** The engine fails its job on messages to functions that it does not know. */
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

	@Override
	public CompletionStage<?> intercept(FunctionDefinition function, Context context, Message message,
			InvocationInterceptor.Chain next) {
		if (message.valueTypeName().equals(ACTION)) {
			Consumer<Context> action = action(message);
			if (action != null) {
				action.accept(context);
			}
			return CompletableFuture.completedFuture(null);
		}
		return isStale(context, message) ? CompletableFuture.completedFuture(null) : next.proceed();
	}

	private synchronized boolean isStale(Context context, Message message) {
		Envelope envelope = new Envelope(context.caller().orElse(null), context.self(),
				new TypedValue(message.valueTypeName(), message.rawValue()));
		return this.stale.contains(envelope) && !this.underWay.contains(envelope)
				&& this.delayed.stream().noneMatch((waiting) -> envelope(waiting).equals(envelope));
	}

	synchronized List<FailedRequest> takeFailures() {
		List<FailedRequest> failures = List.copyOf(this.newFailures);
		this.newFailures.clear();
		return failures;
	}

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

	/** What is due, and for functions that the engine does not know, was sent by now. */
	private void captureDue() {
		List<DelayedMessage> due = this.delayed.stream()
			.filter((message) -> !isServed(message.to()) && !message.due().isAfter(this.clock.instant()))
			.toList();
		this.delayed.removeAll(due);
		due.forEach(
				(message) -> this.journal.sent().add(new SentMessage(message.from(), message.to(), message.value())));
	}

	synchronized void forgetEffects() {
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
		this.actions.clear();
		this.values.clear();
		this.newFailures.clear();
		this.journal.clear();
	}

}
