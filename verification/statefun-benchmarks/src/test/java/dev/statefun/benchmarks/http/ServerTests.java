package dev.statefun.benchmarks.http;

import java.util.List;

import dev.statefun.benchmarks.Requests;
import dev.statefun.protocol.ProtocolVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each {@link Server} does what it is measured for.
 */
class ServerTests {

	@ParameterizedTest
	@EnumSource
	void whenServerRunsThenItAnswersAsExpectedAndTellsWhatItUses(Server server) throws Exception {
		try (ServerProcess process = ServerProcess.start(server, List.of("-Xmx128m"))) {
			for (int batch : new int[] { 1, 100 }) {
				Requests requests = Requests.counting(ProtocolVersion.V3, batch);
				HttpBenchmark.verify(process, requests, requests.count());
			}
			assertThat(process.cpu()).isPositive();
			assertThat(process.heapInUse()).isBetween(1L, 128L * 1024 * 1024);
		}
	}

}
