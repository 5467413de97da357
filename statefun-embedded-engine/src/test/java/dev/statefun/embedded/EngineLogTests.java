package dev.statefun.embedded;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.statefun.http.EndpointSecret;
import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.inOrder;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests of {@link EngineLog}.
 */
class EngineLogTests {

	private final Log log = mock(Log.class);

	private final EngineLog engineLog = new EngineLog(this.log, EndpointSecret.of("0123456789abcdef"),
			List.of("alice-knows", "abc"));

	@Test
	void whenAProblemHasAStackTraceThenOneLineHasItsCauseAndTheRestIsCounted() throws Exception {
		for (int attempt = 1; attempt <= 3; attempt++) {
			this.engineLog.line("[WARN] org.apache.flink.Task - Source (" + attempt + "/3) switched to FAILED");
			this.engineLog.line("");
			this.engineLog.line("java.lang.IllegalStateException: outer");
			this.engineLog.line("\tat somewhere");
			this.engineLog.line("Caused by: java.io.IOException: inner");
			this.engineLog.line("\tat elsewhere");
			this.engineLog.line("\t... 17 more");
		}
		this.engineLog.line("[ERROR] org.apache.flink.Other - another");
		this.engineLog.end();
		this.engineLog.run();
		verify(this.log).warn("Task: Source (1/3) switched to FAILED, caused by java.io.IOException: inner");
		verify(this.log).error("Other: another");
		verify(this.log, never()).warn(contains("2/3"));
		assertThat(this.engineLog.lastLines()).doesNotContain("\tat", "more")
			.contains("Caused by: java.io.IOException: inner")
			.doesNotContain("\n\n");
	}

	@Test
	void whenAMinuteHasPassedThenAProblemIsLoggedAgainWithHowOftenItOccurred() {
		AtomicLong time = new AtomicLong();
		EngineProblems problems = new EngineProblems(time::get);
		assertThat(problems.occurred("attempt 1 of job 0a1b2c3d4e failed")).isZero();
		assertThat(problems.occurred("attempt 2 of job ffffffffff failed")).isEqualTo(-1);
		assertThat(problems.occurred("another")).isZero();
		time.addAndGet(Duration.ofMinutes(1).toNanos());
		assertThat(problems.occurred("attempt 3 of job 0a1b2c3d4e failed")).isEqualTo(1);
		assertThat(problems.occurred("attempt 4 of job 0a1b2c3d4e failed")).isEqualTo(-1);
	}

	@Test
	void whenLoggerIsAtDebugThenEntriesWithStackTracesStayTogetherAtTheirLevels() throws Exception {
		given(this.log.isDebugEnabled()).willReturn(true);
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
	void whenTheEngineLogsACredentialOfItsModuleThenItIsMasked() throws Exception {
		this.engineLog.line("[WARN] Kafka - no alice-knows, abc");
		this.engineLog.end();
		this.engineLog.run();
		verify(this.log).warn("Kafka: no ******, abc");
	}

	@Test
	void whenABrokerIsAwayThenOneLineSaysSoWhicheverClientNoticesIt() throws Exception {
		for (String client : List.of("[Consumer clientId=consumer-1, groupId=kafka/logins] ", "[Producer clientId=p] ",
				"")) {
			this.engineLog.line("[WARN] org.apache.kafka.clients.NetworkClient - " + client
					+ "Connection to node -1 (localhost/127.0.0.1:9092) could not be established. Broker may not be available.");
			this.engineLog.line("[WARN] org.apache.kafka.clients.NetworkClient - " + client
					+ "Bootstrap broker localhost:9092 (id: -1 rack: null) disconnected");
		}
		this.engineLog.end();
		this.engineLog.run();
		verify(this.log).warn(
				"Kafka cannot be reached at localhost/127.0.0.1:9092, the engine goes on trying: is it running, and is this its address?");
		verify(this.log, never()).warn(contains("Bootstrap"));
	}

	@Test
	void whenLoggerIsAtDebugThenEngineLogsAtInfo() {
		assertThat(this.engineLog.threshold()).isEqualTo("WARN");
		given(this.log.isDebugEnabled()).willReturn(true);
		assertThat(this.engineLog.threshold()).isEqualTo("INFO");
	}

}
