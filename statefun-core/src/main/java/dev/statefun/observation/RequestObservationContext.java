package dev.statefun.observation;

import dev.statefun.protocol.InvocationBatch;
import io.micrometer.observation.Observation;

/**
 * The data of the observation of a request.
 *
 * @since 0.1.0
 */
public final class RequestObservationContext extends Observation.Context {

	private final InvocationBatch batch;

	private final boolean served;

	/**
	 * Create a context.
	 * @param batch the request
	 * @param served whether the application serves the function
	 */
	public RequestObservationContext(InvocationBatch batch, boolean served) {
		this.batch = batch;
		this.served = served;
	}

	/**
	 * The request.
	 * @return the request
	 */
	public InvocationBatch batch() {
		return this.batch;
	}

	/**
	 * Whether the application serves the function.
	 * @return false if the name of the function may be anything
	 */
	public boolean served() {
		return this.served;
	}

}
