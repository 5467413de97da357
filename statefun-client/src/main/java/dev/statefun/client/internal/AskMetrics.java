package dev.statefun.client.internal;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import dev.statefun.Address;
import dev.statefun.observation.StatefunMeters;
import dev.statefun.observation.StatefunMeters.Tag;
import dev.statefun.type.TypeName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts and times asks, as {@link StatefunMeters} says. Safe for use by many threads.
 */
public final class AskMetrics implements AskRecorder {

	private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();

	private final AtomicInteger active = new AtomicInteger();

	private final MeterRegistry registry;

	private final Predicate<TypeName> served;

	/**
	 * Create metrics.
	 * @param registry where to record them
	 * @param served tells the functions that the application serves
	 */
	public AskMetrics(MeterRegistry registry, Predicate<TypeName> served) {
		this.registry = registry;
		this.served = served;
		Gauge.builder(StatefunMeters.CLIENT_ASKS_ACTIVE.getName(), this.active, AtomicInteger::get)
			.baseUnit(StatefunMeters.CLIENT_ASKS_ACTIVE.getBaseUnit())
			.description(StatefunMeters.CLIENT_ASKS_ACTIVE.description())
			.register(registry);
	}

	@Override
	public Asked begin(Address target) {
		Timer.Sample sample = Timer.start(this.registry);
		this.active.incrementAndGet();
		return (outcome, failure) -> {
			this.active.decrementAndGet();
			String function = this.served.test(target.type()) ? target.type().toString() : "unknown";
			sample.stop(this.timers.computeIfAbsent(new Ended(function, outcome), this::register));
		};
	}

	private Timer register(Ended ended) {
		return Timer.builder(StatefunMeters.CLIENT_ASKS.getName())
			.description(StatefunMeters.CLIENT_ASKS.description())
			.tag(Tag.FUNCTION.asString(), ended.function())
			.tag(Tag.ASK_OUTCOME.asString(), ended.outcome().name().toLowerCase(Locale.ROOT))
			.register(this.registry);
	}

	private record Ended(String function, Outcome outcome) {

	}

}
