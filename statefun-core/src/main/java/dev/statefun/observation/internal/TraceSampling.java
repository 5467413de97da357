package dev.statefun.observation.internal;

import dev.statefun.observation.ObservationSampling;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;

/**
 * Follows the tracer: invocations of which it would keep no span are not observed. Safe
 * for use by many threads.
 */
public final class TraceSampling implements ObservationSampling {

	private final Tracer tracer;

	/**
	 * Create a sampling.
	 * @param tracer knows whether the present span is kept
	 */
	public TraceSampling(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public boolean isSampled() {
		TraceContext context = this.tracer.currentTraceContext().context();
		return context == null || !Boolean.FALSE.equals(context.sampled());
	}

}
