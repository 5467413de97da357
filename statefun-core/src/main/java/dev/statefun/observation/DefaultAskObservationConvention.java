package dev.statefun.observation;

import dev.statefun.observation.StatefunObservations.Key;
import io.micrometer.common.KeyValues;

/**
 * Names the observations of asks as {@link StatefunObservations#ASK} says. Open for
 * conventions that add to it.
 *
 * @since 0.1.0
 */
public class DefaultAskObservationConvention implements AskObservationConvention {

	/**
	 * Create a convention.
	 */
	public DefaultAskObservationConvention() {
	}

	@Override
	public String getName() {
		return StatefunObservations.ASK.getName();
	}

	@Override
	public String getContextualName(AskObservationContext context) {
		return "ask " + context.target().type();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(AskObservationContext context) {
		return KeyValues
			.of(Key.FUNCTION.withValue(context.isServed() ? context.target().type().toString() : "unknown"));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(AskObservationContext context) {
		return KeyValues.of(Key.ID.withValue(context.target().id()));
	}

}
