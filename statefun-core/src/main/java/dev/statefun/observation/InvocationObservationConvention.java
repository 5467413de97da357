package dev.statefun.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of invocations, and gives them their key values. A bean of this
 * type replaces the {@link DefaultInvocationObservationConvention}.
 *
 * @since 0.1.0
 */
public interface InvocationObservationConvention extends ObservationConvention<InvocationObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof InvocationObservationContext;
	}

}
