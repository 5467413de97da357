package dev.statefun.observation;

/**
 * Chooses the requests whose invocations are observed one by one, since that costs more
 * than a small invocation. The request itself is observed anyhow. It is called by many
 * threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ObservationSampling {

	/**
	 * Decide about a request, whose observation is the current one.
	 * @return whether its invocations are observed
	 */
	boolean isSampled();

}
