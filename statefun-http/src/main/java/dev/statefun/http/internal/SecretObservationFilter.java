package dev.statefun.http.internal;

import dev.statefun.http.EndpointSecret;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;

/**
 * Masks the secret of the endpoint in the key values of observations. Spans have the URL
 * of a request, and the convention of the application names the key. Safe for use by many
 * threads.
 */
public final class SecretObservationFilter implements ObservationFilter {

	private final @Nullable EndpointSecret secret;

	/**
	 * Create a filter.
	 * @param secret is masked, or {@code null} if there is none
	 */
	public SecretObservationFilter(@Nullable EndpointSecret secret) {
		this.secret = secret;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (this.secret == null) {
			return context;
		}
		for (KeyValue value : context.getHighCardinalityKeyValues()) {
			String masked = this.secret.maskedIn(value.getValue());
			if (!masked.equals(value.getValue())) {
				context.addHighCardinalityKeyValue(KeyValue.of(value.getKey(), masked));
			}
		}
		return context;
	}

}
