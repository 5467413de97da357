package dev.statefun.test.slice;

import dev.statefun.test.StatefunTest;
import dev.statefun.test.TestEngine;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The scenarios on the real engine.
 */
@StatefunTest(engine = TestEngine.EMBEDDED)
class EmbeddedScenariosIT extends GreeterScenarios {

	@Test
	void whenTheIngressCannotSendAMessageWithoutAValueThenTheTestFailsAndSaysWhatCan() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> this.runtime.send("slice/greeter", "ada", TypedValue.withoutValue("io.statefun.types/bool")))
			.withMessageContaining("slice/greeter/ada")
			.withMessageContaining("Use sendFrom");
	}

	@Test
	void whenTheEngineCannotBeSteeredSoThenTheTestFailsAndSaysWhy() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.runtime.shuffle(1))
			.withMessageContaining("shuffle works in memory only");
	}

}
