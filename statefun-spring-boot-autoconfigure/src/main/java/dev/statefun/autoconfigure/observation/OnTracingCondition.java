package dev.statefun.autoconfigure.observation;

import org.springframework.boot.autoconfigure.condition.AllNestedConditions;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;

/**
 * Matches if traces can be passed on: there is one tracer and one propagator, or one of
 * several is primary.
 */
final class OnTracingCondition extends AllNestedConditions {

	OnTracingCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnSingleCandidate(type = "io.micrometer.tracing.Tracer")
	static class OneTracer {

	}

	@ConditionalOnSingleCandidate(type = "io.micrometer.tracing.propagation.Propagator")
	static class OnePropagator {

	}

}
