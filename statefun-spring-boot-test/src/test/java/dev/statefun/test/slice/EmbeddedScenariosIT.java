package dev.statefun.test.slice;

import dev.statefun.test.StatefunTest;
import dev.statefun.test.TestEngine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The scenarios on the real engine.
 */
@StatefunTest(engine = TestEngine.EMBEDDED)
class EmbeddedScenariosIT extends GreeterScenarios {

	@Test
	void whenTheEngineCannotBeSteeredSoThenTheTestFailsAndSaysWhy() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.runtime.shuffle(1))
			.withMessageContaining("shuffle works in memory only");
	}

}
