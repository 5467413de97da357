package dev.statefun.observation.internal;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.dispatch.MessageMetadata;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

/**
 * Gives the messages that an invocation sends the trace of it, as metadata with the names
 * that the propagator has for HTTP headers. Safe for use by many threads.
 */
public final class TracePropagation {

	private final Tracer tracer;

	private final Propagator propagator;

	/**
	 * Create a propagation.
	 * @param tracer knows the present span
	 * @param propagator writes it
	 */
	public TracePropagation(Tracer tracer, Propagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	void inject(MessageMetadata messages) {
		TraceContext context = this.tracer.currentTraceContext().context();
		if (context != null) {
			Map<String, ByteString> metadata = new LinkedHashMap<>();
			this.propagator.inject(context, metadata,
					(carrier, key, value) -> metadata.put(key, ByteString.copyFromUtf8(value)));
			messages.setMetadata(metadata);
		}
	}

}
