package dev.statefun.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of requests, and gives them their key values. A bean of this
 * type replaces the {@link DefaultRequestObservationConvention}.
 *
 * @since 0.1.0
 */
public interface RequestObservationConvention extends ObservationConvention<RequestObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof RequestObservationContext;
	}

}
