package dev.statefun.observation.internal;

import java.util.function.Supplier;

import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.observation.StatefunMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts handlers that go on although their time was up, as
 * {@link StatefunMeters#HANDLERS_OVERDUE} says. The gauge exists as long as this object.
 */
public final class HandlerMetrics {

	private final Supplier<RequestReplyHandler> handler;

	/**
	 * Create a gauge.
	 * @param registry where it is registered
	 * @param handler returns what calls the handlers
	 */
	public HandlerMetrics(MeterRegistry registry, Supplier<RequestReplyHandler> handler) {
		this.handler = handler;
		Gauge
			.builder(StatefunMeters.HANDLERS_OVERDUE.getName(), this,
					(metrics) -> metrics.handler.get().overdueHandlers())
			.baseUnit(StatefunMeters.HANDLERS_OVERDUE.getBaseUnit())
			.description(StatefunMeters.HANDLERS_OVERDUE.description())
			.register(registry);
	}

}
