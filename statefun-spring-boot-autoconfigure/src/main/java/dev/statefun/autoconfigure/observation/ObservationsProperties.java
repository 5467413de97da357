package dev.statefun.autoconfigure.observation;

import dev.statefun.autoconfigure.StatefunProperties.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of the observations of requests and invocations.
 *
 * @param enabled Whether requests and invocations are observed. By default they are if
 * there is tracing; metrics do not need it.
 * @param logCorrelation Whether the mapped diagnostic context of observed functions says
 * their type (statefun.function) and id (statefun.id).
 * @param propagate Whether messages to functions carry the trace of their sender, as
 * metadata of their values. The 2.x protocol has no place for it.
 */
@ConfigurationProperties("statefun.observations")
record ObservationsProperties(@Nullable Boolean enabled, @DefaultValue("true") boolean logCorrelation,
		@DefaultValue("false") boolean propagate) {

	/**
	 * Refuse what would do nothing.
	 * @param observed whether there are observations
	 * @param propagated whether traces are passed on
	 */
	void validate(Protocol protocol, boolean observed, boolean propagated) {
		if (Boolean.TRUE.equals(this.enabled) && !observed) {
			throw invalid("enabled",
					"There is no ObservationRegistry, or several and none is primary: add spring-boot-starter-actuator, mark one as primary, or remove it.");
		}
		if (this.propagate && protocol == Protocol.V2) {
			throw invalid("propagate", "The 2.x protocol has no place for traces. Remove it.");
		}
		if (this.propagate && !propagated) {
			throw invalid("propagate",
					"There is no tracing whose traces could be passed on: add a tracer such as spring-boot-starter-opentelemetry, mark one as primary if there are several, and do not disable the observations.");
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, String reason) {
		return new InvalidConfigurationPropertyValueException("statefun.observations." + name, true, reason);
	}

}
