package dev.statefun.autoconfigure.server;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EndpointPath}.
 */
class EndpointPathTests {

	private final EndpointPath path = new EndpointPath("/fn/v1");

	@ParameterizedTest
	@ValueSource(strings = { "/fn/v1", "/fn/v1?", "/fn/v1?secret=%2F", "/%66n/v1?x", "http://localhost:8080/fn/v1?x" })
	void whenTheTargetHasThePathThenItMatches(String target) {
		assertThat(this.path.matches(target)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "*", "/fn/v1/", "/fn/v10", "/fn/v", "/fn%2Fv1x", "/x?/fn/v1", "//fn/v1", "/fn/v%",
			"\\", "localhost:80" })
	void whenTheTargetHasAnotherThenItDoesNot(String target) {
		assertThat(this.path.matches(target)).isFalse();
	}

}
