package dev.statefun.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of asks, and gives them key values. A bean of it replaces the
 * default.
 *
 * @since 0.1.0
 */
public interface AskObservationConvention extends ObservationConvention<AskObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof AskObservationContext;
	}

}
