package dev.statefun.http;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import dev.statefun.observation.StatefunMeters;
import dev.statefun.observation.StatefunMeters.Tag;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times requests of the engine, as {@link StatefunMeters} says. Each meter is
 * looked up in the registry once. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class RequestMeters implements RequestRecorder {

	private static final String UNKNOWN = "unknown";

	private final MeterRegistry registry;

	private final Predicate<TypeName> served;

	private final AtomicInteger active = new AtomicInteger();

	private final Map<Answer, Timer> requests = new ConcurrentHashMap<>();

	private final Map<TypeName, Sizes> sizes = new ConcurrentHashMap<>();

	private final Sizes unknownSizes;

	private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);

	private final Set<ProtocolVersion> protocols = ConcurrentHashMap.newKeySet();

	/**
	 * Create meters.
	 * @param registry where the meters are registered
	 * @param served whether the application serves a function type; others are recorded
	 * as {@code unknown}
	 */
	public RequestMeters(MeterRegistry registry, Predicate<TypeName> served) {
		this.registry = registry;
		this.served = served;
		this.unknownSizes = sizes(UNKNOWN);
		Gauge.builder(StatefunMeters.REQUESTS_ACTIVE.getName(), this.active, AtomicInteger::get)
			.baseUnit(StatefunMeters.REQUESTS_ACTIVE.getBaseUnit())
			.description(StatefunMeters.REQUESTS_ACTIVE.description())
			.register(registry);
		for (Rejection reason : Rejection.values()) {
			this.rejections.put(reason,
					Counter.builder(StatefunMeters.REQUESTS_REJECTED.getName())
						.baseUnit(StatefunMeters.REQUESTS_REJECTED.getBaseUnit())
						.description(StatefunMeters.REQUESTS_REJECTED.description())
						.tag(Tag.REASON.asString(), reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
						.register(registry));
		}
	}

	/**
	 * The protocols of the requests that came so far.
	 * @return the versions
	 */
	public Set<ProtocolVersion> protocols() {
		return Set.copyOf(this.protocols);
	}

	@Override
	public Recording begin(long size) {
		this.active.incrementAndGet();
		return new Timed(size, this.registry.config().clock().monotonicTime());
	}

	@Override
	public void rejected(Rejection reason) {
		Counter counter = this.rejections.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	private void record(@Nullable InvocationBatch batch, long size, EndpointResponse response, long nanoseconds) {
		TypeName type = (batch != null) ? batch.target().type() : null;
		TypeName function = (type != null && this.served.test(type)) ? type : null;
		ProtocolVersion protocol = (batch != null) ? batch.version() : null;
		if (protocol != null && !this.protocols.contains(protocol)) {
			this.protocols.add(protocol);
		}
		Answer key = new Answer(function, protocol, Outcome.of(response));
		Timer timer = this.requests.get(key);
		if (timer == null) {
			timer = this.requests.computeIfAbsent(key, this::timer);
		}
		timer.record(nanoseconds, TimeUnit.NANOSECONDS);
		Sizes ofFunction = (function != null) ? this.sizes.get(function) : this.unknownSizes;
		if (ofFunction == null) {
			ofFunction = this.sizes.computeIfAbsent(function, (name) -> sizes(name.toString()));
		}
		ofFunction.request.record(size);
		if (response.status() == EndpointResponse.OK) {
			ofFunction.response.record(response.body().size());
		}
	}

	private Timer timer(Answer answer) {
		return Timer.builder(StatefunMeters.REQUESTS.getName())
			.description(StatefunMeters.REQUESTS.description())
			.tags(Tags.of(Tag.FUNCTION.asString(), name(answer.function()), Tag.PROTOCOL.asString(),
					name(answer.protocol()), Tag.REQUEST_OUTCOME.asString(), name(answer.outcome())))
			.register(this.registry);
	}

	private static String name(@Nullable Object value) {
		if (value == null) {
			return UNKNOWN;
		}
		return (value instanceof Enum<?> constant) ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
	}

	private Sizes sizes(String function) {
		return new Sizes(summary(StatefunMeters.REQUEST_SIZE, function),
				summary(StatefunMeters.RESPONSE_SIZE, function));
	}

	private DistributionSummary summary(StatefunMeters meter, String function) {
		return DistributionSummary.builder(meter.getName())
			.baseUnit(meter.getBaseUnit())
			.description(meter.description())
			.tag(Tag.FUNCTION.asString(), function)
			.register(this.registry);
	}

	private enum Outcome {

		SUCCESS, INCOMPLETE, FAILURE;

		static Outcome of(EndpointResponse response) {
			return (response.status() != EndpointResponse.OK) ? FAILURE
					: (response.result() instanceof InvocationResult.Incomplete) ? INCOMPLETE : SUCCESS;
		}

	}

	/**
	 * A request that is being handled.
	 */
	private final class Timed implements Recording {

		private final long size;

		private final long start;

		private @Nullable InvocationBatch batch;

		Timed(long size, long start) {
			this.size = size;
			this.start = start;
		}

		@Override
		public void decoded(InvocationBatch decoded) {
			this.batch = decoded;
		}

		@Override
		public EndpointResponse answered(EndpointResponse response) {
			RequestMeters.this.active.decrementAndGet();
			record(this.batch, this.size, response,
					RequestMeters.this.registry.config().clock().monotonicTime() - this.start);
			return response;
		}

	}

	private record Answer(@Nullable TypeName function, @Nullable ProtocolVersion protocol, Outcome outcome) {

	}

	private record Sizes(DistributionSummary request, DistributionSummary response) {

	}

}
