package dev.statefun.observation.internal;

import java.util.function.IntSupplier;

import dev.statefun.observation.StatefunMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts handlers that go on although their time was up, as
 * {@link StatefunMeters#HANDLERS_OVERDUE} says. The gauge exists as long as this object.
 */
public final class HandlerMetrics {

	private final IntSupplier overdue;

	/**
	 * Create a gauge.
	 * @param registry where it is registered
	 * @param overdue counts the handlers
	 */
	public HandlerMetrics(MeterRegistry registry, IntSupplier overdue) {
		this.overdue = overdue;
		Gauge.builder(StatefunMeters.HANDLERS_OVERDUE.getName(), this, (metrics) -> metrics.overdue.getAsInt())
			.baseUnit(StatefunMeters.HANDLERS_OVERDUE.getBaseUnit())
			.description(StatefunMeters.HANDLERS_OVERDUE.description())
			.register(registry);
	}

}
