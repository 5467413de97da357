package dev.statefun;

import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;

/**
 * A value that an egress gets as it is.
 */
record GenericEgressMessage(String egress, Object content) implements EgressMessage {

	@Override
	public TypedValue value(TypeRegistry types) {
		if (this.content == null) {
			throw new IllegalArgumentException(
					"A message for the egress %s needs a value, but it is null".formatted(this.egress));
		}
		return (this.content instanceof Message message) ? message.typedValue() : types.serialize(this.content);
	}

}
