package dev.statefun.test.slice;

import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.StatefunTestRuntime;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A test slice that speaks 2.x.
 */
@StatefunTest(protocol = ProtocolVersion.V2)
class LegacyProtocolTests {

	@Test
	void whenTheProtocolIs2xThenFunctionsHearOfIt(@Autowired StatefunTestRuntime runtime) {
		runtime.send("slice/audit", "all", "hello");
		assertThat(runtime).hasState("slice/audit", "all", "events", 1);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> runtime.send("slice/greeter", "ada", new GreeterFunction.Stay(1)))
			.withMessageContaining("2.x protocol, which cannot cancel");
	}

}
