package dev.statefun.http.netty;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.ToDoubleFunction;

import dev.statefun.observation.StatefunMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Gauges of the threads that run functions which take long. They exist as long as the
 * registry, and are 0 while the server does not run.
 *
 * @since 0.1.0
 */
public final class WorkerMeters {

	private final StatefunServer server;

	/**
	 * Create gauges.
	 * @param registry where they are registered
	 * @param server has the threads, which should be a {@link ThreadPoolExecutor}
	 */
	public WorkerMeters(MeterRegistry registry, StatefunServer server) {
		this.server = server;
		gauge(registry, StatefunMeters.WORKERS_ACTIVE, ThreadPoolExecutor::getActiveCount);
		gauge(registry, StatefunMeters.WORKERS_QUEUED, (workers) -> workers.getQueue().size());
	}

	private void gauge(MeterRegistry registry, StatefunMeters meter, ToDoubleFunction<ThreadPoolExecutor> value) {
		Gauge.builder(meter.getName(), this, (meters) -> meters.value(value))
			.baseUnit(meter.getBaseUnit())
			.description(meter.description())
			.register(registry);
	}

	private double value(ToDoubleFunction<ThreadPoolExecutor> value) {
		return (this.server.workers() instanceof ThreadPoolExecutor workers) ? value.applyAsDouble(workers) : 0;
	}

}
