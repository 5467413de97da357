package dev.statefun.observation;

import dev.statefun.observation.StatefunObservations.Key;
import io.micrometer.common.KeyValues;

/**
 * Names the observations of invocations as {@link StatefunObservations#INVOCATION} says.
 * Open for conventions that add to it.
 *
 * @since 0.1.0
 */
public class DefaultInvocationObservationConvention implements InvocationObservationConvention {

	/**
	 * Create a convention.
	 */
	public DefaultInvocationObservationConvention() {
	}

	@Override
	public String getName() {
		return StatefunObservations.INVOCATION.getName();
	}

	@Override
	public String getContextualName(InvocationObservationContext context) {
		return "invoke " + context.function().typeName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(InvocationObservationContext context) {
		String type = context.message().valueTypeName();
		return KeyValues.of(Key.FUNCTION.withValue(context.function().typeName().toString()), Key.MESSAGE_TYPE
			.withValue(context.function().messageTypes().contains(type) ? type : BoundedNames.OTHER));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(InvocationObservationContext context) {
		return KeyValues.of(Key.ID.withValue(context.self().id()));
	}

}
