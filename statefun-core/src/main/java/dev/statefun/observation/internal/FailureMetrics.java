package dev.statefun.observation.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.FailureListener;
import dev.statefun.observation.StatefunMeters;
import dev.statefun.observation.StatefunMeters.Tag;
import dev.statefun.type.TypeName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what becomes of messages that fail, as {@link StatefunMeters#FAILURES} says.
 * Safe for use by many threads.
 */
public final class FailureMetrics implements FailureListener {

	private final Map<Decided, Counter> counters = new ConcurrentHashMap<>();

	private final MeterRegistry registry;

	private final Predicate<TypeName> served;

	/**
	 * Create metrics.
	 * @param registry where to count
	 * @param served tells the functions that the application serves
	 */
	public FailureMetrics(MeterRegistry registry, Predicate<TypeName> served) {
		this.registry = registry;
		this.served = served;
	}

	@Override
	public void decided(FailedInvocation failed, ErrorAction action) {
		TypeName type = failed.self().type();
		Decided key = new Decided(this.served.test(type) ? type.toString() : "unknown", name(action));
		this.counters.computeIfAbsent(key, this::register).increment();
	}

	private static String name(ErrorAction action) {
		if (action instanceof ErrorAction.Retry) {
			return "retry";
		}
		if (action instanceof ErrorAction.SendDeadLetter) {
			return "dead-letter";
		}
		return (action == ErrorAction.skip()) ? "skip" : "fail";
	}

	private Counter register(Decided decided) {
		return Counter.builder(StatefunMeters.FAILURES.getName())
			.baseUnit(StatefunMeters.FAILURES.getBaseUnit())
			.description(StatefunMeters.FAILURES.description())
			.tag(Tag.FUNCTION.asString(), decided.function())
			.tag(Tag.ACTION.asString(), decided.action())
			.register(this.registry);
	}

	private record Decided(String function, String action) {

	}

}
