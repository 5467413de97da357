package dev.statefun.autoconfigure.server;

import java.util.stream.Stream;

import dev.statefun.http.internal.SecretObservationFilter;
import dev.statefun.http.netty.DefaultHttpObservationConvention;
import dev.statefun.http.netty.HttpMeters;
import dev.statefun.http.netty.HttpObservationConvention;
import dev.statefun.http.netty.HttpObservations;
import dev.statefun.http.netty.HttpRecorder;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Chooses what records the HTTP requests of the lean server. An observation costs several
 * times as much as a timer. So requests are observed only if a bean observes more than
 * meters, or decides about names and key values.
 */
final class HttpRecorders {

	private static final String METER_HANDLER = "io.micrometer.core.instrument.observation.DefaultMeterObservationHandler";

	private static final String REGISTRY_CUSTOMIZER = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer";

	private final ListableBeanFactory beans;

	private final String name;

	private final String pathPattern;

	/**
	 * Create a choice.
	 * @param beans has what observes, if there is anything
	 * @param name the name of observations and of the timer
	 * @param pathPattern the path of the endpoint
	 */
	HttpRecorders(ListableBeanFactory beans, String name, String pathPattern) {
		this.beans = beans;
		this.name = name;
		this.pathPattern = pathPattern;
	}

	/** Requests are observed, or not recorded at all. */
	HttpRecorder choose() {
		ObservationRegistry registry = registry();
		return (registry != null && isObserved()) ? observations(registry) : HttpRecorder.NONE;
	}

	/** Requests are observed, or timed. */
	HttpRecorder choose(@Nullable MeterRegistry meters) {
		ObservationRegistry registry = registry();
		if (registry != null && isObserved()) {
			return observations(registry);
		}
		return (meters != null && isEnabled())
				? new HttpMeters(meters, this.name, this.pathPattern, commonKeyValues(registry)) : HttpRecorder.NONE;
	}

	private @Nullable ObservationRegistry registry() {
		return this.beans.getBeanProvider(ObservationRegistry.class).getIfUnique();
	}

	private HttpObservations observations(ObservationRegistry registry) {
		return new HttpObservations(registry, this.pathPattern,
				this.beans.getBeanProvider(HttpObservationConvention.class).getIfUnique(),
				new DefaultHttpObservationConvention(this.name));
	}

	private boolean isObserved() {
		return stream(ObservationHandler.class)
			.anyMatch((handler) -> !handler.getClass().getName().equals(METER_HANDLER))
				|| has(HttpObservationConvention.class) || has(GlobalObservationConvention.class)
				|| stream(ObservationFilter.class).anyMatch(HttpRecorders::isForeign)
				|| stream(ObservationPredicate.class).anyMatch(HttpRecorders::isForeign) || hasRegistryCustomizer();
	}

	/**
	 * Spring Boot's follow properties only, so they decide the same about all requests.
	 */
	private static boolean isForeign(Object bean) {
		return !bean.getClass().getName().startsWith("org.springframework.boot.")
				&& !(bean instanceof SecretObservationFilter);
	}

	private boolean hasRegistryCustomizer() {
		ClassLoader classLoader = getClass().getClassLoader();
		return ClassUtils.isPresent(REGISTRY_CUSTOMIZER, classLoader)
				&& has(ClassUtils.resolveClassName(REGISTRY_CUSTOMIZER, classLoader));
	}

	/** As {@code management.observations.enable} says. */
	private boolean isEnabled() {
		Observation.Context context = new Observation.Context();
		return stream(ObservationPredicate.class).allMatch((predicate) -> predicate.test(this.name, context));
	}

	/** As {@code management.observations.key-values} says. */
	private KeyValues commonKeyValues(@Nullable ObservationRegistry registry) {
		Observation.Context context = new Observation.Context();
		if (registry != null) {
			stream(ObservationFilter.class).forEach((filter) -> filter.map(context));
		}
		return context.getLowCardinalityKeyValues();
	}

	private <T> Stream<T> stream(Class<T> type) {
		return this.beans.getBeanProvider(type).orderedStream();
	}

	private boolean has(Class<?> type) {
		return this.beans.getBeanNamesForType(type).length > 0;
	}

}
