package dev.statefun.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.statefun.Address;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * The data of the observation of an ask. Its carrier takes the trace of the asker, which
 * goes to the function that is asked.
 *
 * @since 0.1.0
 */
public final class AskObservationContext extends SenderContext<Map<String, String>> {

	private final Address target;

	private final boolean served;

	/**
	 * Create a context.
	 * @param target who is asked
	 * @param served whether the application serves that function
	 */
	public AskObservationContext(Address target, boolean served) {
		super((carrier, key, value) -> {
			if (carrier != null) {
				carrier.put(key, value);
			}
		}, Kind.PRODUCER);
		this.target = target;
		this.served = served;
		setCarrier(new LinkedHashMap<>());
	}

	/**
	 * The function instance that is asked.
	 * @return its address
	 */
	public Address target() {
		return this.target;
	}

	/**
	 * Tell whether the application serves the function.
	 * @return whether it does, so that the type can be a tag
	 */
	public boolean isServed() {
		return this.served;
	}

}
