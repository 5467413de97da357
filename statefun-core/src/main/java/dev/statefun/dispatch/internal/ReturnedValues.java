package dev.statefun.dispatch.internal;

import org.jspecify.annotations.Nullable;

/**
 * Takes what handlers return. The context of each attempt is one.
 */
public interface ReturnedValues {

	/**
	 * Send what a handler returned. An egress message goes to its egress. Any other value
	 * goes to the caller, unless the message came from an ingress or from the instance
	 * itself. A caller that is a function of this application gets it only if it is known
	 * to handle its type.
	 * @param value the value, or {@code null}, of which only a gateway is told
	 */
	void returned(@Nullable Object value);

}
