package dev.statefun.embedded;

import dev.statefun.http.EndpointSecret;
import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests of {@link EngineLog}.
 */
class EngineLogTests {

	private final Log log = mock(Log.class);

	private final EngineLog engineLog = new EngineLog(this.log, EndpointSecret.of("0123456789abcdef"));

	@Test
	void whenEntryHasStackTraceThenItStaysTogetherAtItsLevel() throws Exception {
		this.engineLog.line("[WARN] org.apache.flink.Task - failed");
		this.engineLog.line("java.lang.IllegalStateException: why");
		this.engineLog.line("\tat somewhere");
		this.engineLog.line("[INFO] dev.statefun.engine.EngineRunner - on it goes");
		this.engineLog.end();
		this.engineLog.run();
		InOrder order = inOrder(this.log);
		String newLine = System.lineSeparator();
		order.verify(this.log)
			.warn("Task: failed" + newLine + "java.lang.IllegalStateException: why" + newLine + "\tat somewhere");
		order.verify(this.log).info("EngineRunner: on it goes");
		assertThat(this.engineLog.lastLines()).startsWith("[WARN]").endsWith("on it goes");
	}

	@Test
	void whenTheEngineLogsTheUrlItCallsThenTheSecretIsNotInIt() throws Exception {
		this.engineLog.line("[WARN] Caller - cannot call http://localhost:8080/statefun/0123456789abcdef");
		this.engineLog.end();
		this.engineLog.run();
		verify(this.log).warn("Caller: cannot call http://localhost:8080/statefun/******");
		assertThat(this.engineLog.lastLines()).doesNotContain("0123456789abcdef");
	}

	@Test
	void whenLoggerIsAtDebugThenEngineLogsAtInfo() {
		assertThat(this.engineLog.threshold()).isEqualTo("WARN");
		given(this.log.isDebugEnabled()).willReturn(true);
		assertThat(this.engineLog.threshold()).isEqualTo("INFO");
	}

}
