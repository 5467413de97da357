package dev.statefun.autoconfigure;

import dev.statefun.http.EndpointSecret;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EndpointSecretHints}.
 */
class EndpointSecretHintsTests {

	@Test
	void whenAheadOfTimeThenASecretCanStillBeMadeOfText() {
		RuntimeHints hints = new RuntimeHints();
		new EndpointSecretHints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ReflectionUtils.findMethod(EndpointSecret.class, "of", String.class))).accepts(hints);
	}

}
