package dev.statefun.observation;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationRecorder.StateAccessOutcome;
import dev.statefun.dispatch.RequestEffects;
import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.observation.StatefunMeters.Tag;
import dev.statefun.observation.internal.InvocationStatistics;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one function. Each is looked up in the registry once.
 */
final class FunctionMeters {

	private static final String NONE = "none";

	private final FunctionDefinition function;

	private final MeterRegistry registry;

	private final BoundedNames targets;

	private final BoundedNames exceptions;

	private final Tags tags;

	private final Map<Invocations, Total> invocations = new ConcurrentHashMap<>();

	private final DistributionSummary batchSize;

	private final Counter droppedReplies;

	/**
	 * They exist from the start: an alert would not see the first increment otherwise.
	 */
	private final Map<StateAccessOutcome, Counter> stateAccesses = new EnumMap<>(StateAccessOutcome.class);

	private final Map<Sent, Counter> sent = new ConcurrentHashMap<>();

	private final Map<String, Counter> read = new HashMap<>();

	private final Map<String, Counter> written = new HashMap<>();

	private volatile long lastRequest = Long.MIN_VALUE;

	FunctionMeters(FunctionDefinition function, MeterRegistry registry, BoundedNames targets, BoundedNames exceptions) {
		this.function = function;
		this.registry = registry;
		this.targets = targets;
		this.exceptions = exceptions;
		this.tags = Tags.of(Tag.FUNCTION.asString(), function.typeName().toString());
		this.batchSize = DistributionSummary.builder(StatefunMeters.BATCH_SIZE.getName())
			.baseUnit(StatefunMeters.BATCH_SIZE.getBaseUnit())
			.description(StatefunMeters.BATCH_SIZE.description())
			.tags(this.tags)
			.register(registry);
		this.droppedReplies = counter(StatefunMeters.REPLIES_DROPPED, this.tags);
		for (StateAccessOutcome outcome : StateAccessOutcome.values()) {
			this.stateAccesses.put(outcome, counter(StatefunMeters.STATE_ACCESSES,
					this.tags.and(Tag.STATE_ACCESS_OUTCOME.asString(), outcome.name().toLowerCase(Locale.ROOT))));
		}
		function.states().forEach((state) -> {
			Tags stateTags = this.tags.and(Tag.STATE.asString(), state.name());
			this.read.put(state.name(), counter(StatefunMeters.STATE_READ, stateTags));
			this.written.put(state.name(), counter(StatefunMeters.STATE_WRITTEN, stateTags));
		});
	}

	private Counter counter(StatefunMeters meter, Tags counterTags) {
		return Counter.builder(meter.getName())
			.baseUnit(meter.getBaseUnit())
			.description(meter.description())
			.tags(counterTags)
			.register(this.registry);
	}

	void record(String messageType, int count, long nanoseconds, @Nullable Throwable failure) {
		String type = this.function.messageTypes().contains(messageType) ? messageType : BoundedNames.OTHER;
		Invocations key = new Invocations(type,
				(failure != null) ? this.exceptions.bound(name(failure.getClass())) : NONE, failure == null);
		Total total = this.invocations.get(key);
		if (total == null) {
			total = this.invocations.computeIfAbsent(key, this::register);
		}
		total.invocations.add(count);
		total.nanoseconds.add(nanoseconds);
	}

	private Total register(Invocations key) {
		Total total = new Total(new LongAdder(), new LongAdder());
		FunctionTimer
			.builder(StatefunMeters.INVOCATIONS.getName(), total, (value) -> value.invocations.sum(),
					(value) -> value.nanoseconds.sum(), TimeUnit.NANOSECONDS)
			.description(StatefunMeters.INVOCATIONS.description())
			.tags(this.tags.and(Tag.MESSAGE_TYPE.asString(), key.messageType(), Tag.INVOCATION_OUTCOME.asString(),
					key.success() ? "success" : "failure", Tag.EXCEPTION.asString(), key.exception()))
			.register(this.registry);
		return total;
	}

	private static String name(Class<?> exception) {
		return exception.getSimpleName().isEmpty() ? exception.getName() : exception.getSimpleName();
	}

	void record(InvocationBatch batch, @Nullable RequestEffects effects) {
		this.lastRequest = this.registry.config().clock().wallTime();
		this.batchSize.record(batch.invocations().size());
		List<PersistedValue> states = batch.states();
		for (int i = 0; i < states.size(); i++) {
			PersistedValue state = states.get(i);
			add(this.read, state.name(), (state.value() != null) ? state.value().bytes().size() : 0);
		}
		if (effects != null) {
			effects.written().forEach((state) -> add(this.written, state.state(), state.bytes()));
			effects.sent().forEach((sent) -> sent(sent.kind(), sent.target()).increment(sent.count()));
		}
	}

	/** The engine may know states that the function has forgotten. */
	private static void add(Map<String, Counter> counters, String state, int bytes) {
		Counter counter = counters.get(state);
		if (counter != null && bytes > 0) {
			counter.increment(bytes);
		}
	}

	private Counter sent(Kind kind, @Nullable String target) {
		Sent key = new Sent(kind, target);
		Counter counter = this.sent.get(key);
		return (counter != null) ? counter : registerSent(key);
	}

	/** Register a counter. One for other targets is looked up each time. */
	private Counter registerSent(Sent key) {
		String name = (key.target() != null) ? this.targets.bound(key.target())
				: (key.kind() == Kind.CANCELLATION) ? NONE : BoundedNames.OTHER;
		Counter counter = counter(StatefunMeters.MESSAGES_SENT, this.tags.and(Tag.KIND.asString(),
				key.kind().name().toLowerCase(Locale.ROOT), Tag.TARGET.asString(), name));
		if (key.target() == null || !BoundedNames.OTHER.equals(name)) {
			this.sent.put(key, counter);
		}
		return counter;
	}

	void droppedReply() {
		this.droppedReplies.increment();
	}

	void stateAccess(StateAccessOutcome outcome) {
		Objects.requireNonNull(this.stateAccesses.get(outcome)).increment();
	}

	InvocationStatistics statistics() {
		long successes = 0;
		long failures = 0;
		for (Map.Entry<Invocations, Total> entry : this.invocations.entrySet()) {
			long count = entry.getValue().invocations.sum();
			successes += entry.getKey().success() ? count : 0;
			failures += entry.getKey().success() ? 0 : count;
		}
		return new InvocationStatistics(successes, failures,
				(this.lastRequest != Long.MIN_VALUE) ? Instant.ofEpochMilli(this.lastRequest) : null);
	}

	private record Invocations(String messageType, String exception, boolean success) {

	}

	private record Sent(Kind kind, @Nullable String target) {

	}

	private record Total(LongAdder invocations, LongAdder nanoseconds) {

	}

}
