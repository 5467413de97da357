package dev.statefun.autoconfigure.observation;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * Whether observations were asked for, or are of use since there is tracing.
 */
final class OnObservationsCondition extends AnyNestedCondition {

	OnObservationsCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
	static class Tracing {

	}

	@ConditionalOnBooleanProperty("statefun.observations.enabled")
	static class Demanded {

	}

}
