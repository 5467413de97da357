package dev.statefun.http.netty;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Observes the HTTP requests of the lean server. With tracing each is a span, and the
 * spans of functions are below it. {@link HttpMeters} cost less if only meters are
 * wanted. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class HttpObservations implements HttpRecorder {

	private final ObservationRegistry registry;

	private final String pathPattern;

	private final @Nullable HttpObservationConvention convention;

	private final HttpObservationConvention defaultConvention;

	/**
	 * Create a recorder.
	 * @param registry where to observe
	 * @param pathPattern the path of the endpoint, with a variable in place of the secret
	 * @param convention the convention of the application, or {@code null}
	 * @param defaultConvention is used if neither the application nor the registry has a
	 * convention
	 */
	public HttpObservations(ObservationRegistry registry, String pathPattern,
			@Nullable HttpObservationConvention convention, HttpObservationConvention defaultConvention) {
		this.registry = registry;
		this.pathPattern = pathPattern;
		this.convention = convention;
		this.defaultConvention = defaultConvention;
	}

	@Override
	public Recording begin(HttpRequest request) {
		HttpObservationContext context = new HttpObservationContext(request, this.pathPattern);
		Observation observation = Observation.createNotStarted(this.convention, this.defaultConvention, () -> context,
				this.registry);
		return new Observed(context, observation.start());
	}

	/**
	 * A request that is observed.
	 */
	private record Observed(HttpObservationContext context, Observation observation) implements Recording {

		@Override
		@SuppressWarnings("try")
		public void handle(Runnable handling) {
			try (Observation.Scope scope = this.observation.openScope()) {
				handling.run();
			}
		}

		@Override
		public void answered(int status) {
			this.context.setResponse(HttpResponseStatus.valueOf(status));
			this.observation.stop();
		}

		@Override
		public void abandoned() {
			this.observation.stop();
		}

	}

}
