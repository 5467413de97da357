package dev.statefun.observation;

import java.util.Locale;

import dev.statefun.observation.StatefunObservations.Key;
import io.micrometer.common.KeyValues;

/**
 * Names the observations of requests as {@link StatefunObservations#REQUEST} says. Open
 * for conventions that add to it.
 *
 * @since 0.1.0
 */
public class DefaultRequestObservationConvention implements RequestObservationConvention {

	/**
	 * Create a convention.
	 */
	public DefaultRequestObservationConvention() {
	}

	@Override
	public String getName() {
		return StatefunObservations.REQUEST.getName();
	}

	@Override
	public String getContextualName(RequestObservationContext context) {
		return "batch " + function(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RequestObservationContext context) {
		return KeyValues.of(Key.FUNCTION.withValue(function(context)),
				Key.PROTOCOL.withValue(context.batch().version().name().toLowerCase(Locale.ROOT)));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(RequestObservationContext context) {
		return KeyValues.of(Key.ID.withValue(context.batch().target().id()),
				Key.BATCH_SIZE.withValue(String.valueOf(context.batch().invocations().size())));
	}

	private static String function(RequestObservationContext context) {
		return context.served() ? context.batch().target().type().toString() : "unknown";
	}

}
