package dev.statefun.benchmarks.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import dev.statefun.benchmarks.work.Requests;
import dev.statefun.protocol.ProtocolVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each {@link Server} does what it is measured for.
 */
class ServerTests {

	/** By default, Tomcat closes a connection after 100 requests. */
	private static final int REQUESTS = 150;

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

	@ParameterizedTest
	@EnumSource(names = { "CONTROLLER", "BARE_CONTROLLER" })
	void whenTomcatHasServedManyRequestsThenTheirConnectionStaysOpen(Server server) throws Exception {
		try (ServerProcess process = ServerProcess.start(server, List.of("-Xmx128m"))) {
			HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
			Requests requests = Requests.counting(ProtocolVersion.V3, 1);
			for (int i = 0; i < REQUESTS; i++) {
				HttpRequest request = HttpRequest.newBuilder(process.uri())
					.header("Content-Type", "application/octet-stream")
					.POST(BodyPublishers.ofByteArray(requests.next()))
					.build();
				HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
				assertThat(response.headers().allValues("Connection")).doesNotContain("close");
			}
		}
	}

}
