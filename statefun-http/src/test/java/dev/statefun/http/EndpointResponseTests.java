package dev.statefun.http;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EndpointResponse}.
 */
class EndpointResponseTests {

	@Test
	void whenTheMethodIsNotAllowedThenTheHeadersSayWhichIs() {
		EndpointResponse response = EndpointResponse.refusal(405);
		assertThat(response.headers()).isEqualTo(Map.of("Allow", "POST"));
		assertThat(response.closesConnection()).isFalse();
	}

	@Test
	void whenTheRequestIsToGoElsewhereThenTheConnectionIsClosed() {
		EndpointResponse response = EndpointResponse.refusal(503);
		assertThat(response.headers()).isEqualTo(Map.of("Connection", "close"));
		assertThat(response.closesConnection()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 400, 404, 413, 415, 429, 500 })
	void whenTheStatusIsAnotherThenThereAreNoFurtherHeaders(int status) {
		EndpointResponse response = EndpointResponse.refusal(status);
		assertThat(response.headers()).isEmpty();
		assertThat(response.closesConnection()).isFalse();
	}

}
