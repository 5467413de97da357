package dev.statefun;

import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;

/**
 * A value that an egress gets as it is.
 */
record GenericEgressMessage(TypeName egress, Object content) implements EgressMessage {

	@Override
	public TypedValue value(TypeRegistry types) {
		return types.serialize(this.content);
	}

}
