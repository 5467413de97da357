package dev.statefun.http.internal;

import dev.statefun.http.EndpointSecret;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SecretObservationFilter}.
 */
class SecretObservationFilterTests {

	private final SecretObservationFilter filter = new SecretObservationFilter(EndpointSecret.of("0123456789abcdef"));

	@Test
	void whenAKeyValueHasTheSecretThenItIsMasked() {
		Observation.Context context = new Observation.Context();
		context.addHighCardinalityKeyValue(KeyValue.of("http.url", "/statefun/0123456789abcdef?again=0123456789abcdef"))
			.addHighCardinalityKeyValue(KeyValue.of("agent", "engine"));
		assertThat(this.filter.map(context)).isSameAs(context);
		assertThat(context.getHighCardinalityKeyValues()).containsExactlyInAnyOrder(KeyValue.of("agent", "engine"),
				KeyValue.of("http.url", "/statefun/******?again=******"));
	}

}
