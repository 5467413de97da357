package dev.statefun.http.netty;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of HTTP requests of the lean server, and gives them their key
 * values. A bean of this type replaces the {@link DefaultHttpObservationConvention}.
 * <p>
 * Spring's {@code ServerRequestObservationConvention} cannot take this place: it needs a
 * servlet request, and the lean server has none.
 *
 * @since 0.1.0
 */
public interface HttpObservationConvention extends ObservationConvention<HttpObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof HttpObservationContext;
	}

}
