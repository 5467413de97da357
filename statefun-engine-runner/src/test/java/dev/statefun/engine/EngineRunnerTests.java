package dev.statefun.engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class EngineRunnerTests {

	@Test
	void whenAFailureIsWrappedThenItsInnermostCauseIsNamed() {
		RuntimeException failure = new RuntimeException("outer",
				new IllegalStateException(new IllegalArgumentException("inner")));
		assertThat(EngineRunner.describe(failure)).contains("outer", "caused by")
			.endsWith("IllegalArgumentException: inner");
	}

	@Test
	@Timeout(20)
	void whenCausesFormACircleThenTheLastOneIsNamed() {
		IllegalArgumentException inner = new IllegalArgumentException("inner");
		RuntimeException failure = new RuntimeException("outer", inner);
		inner.initCause(failure);
		assertThat(EngineRunner.describe(failure)).contains("outer").endsWith("IllegalArgumentException: inner");
	}

}
