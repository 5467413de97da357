package dev.statefun.benchmarks.http;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.statefun.benchmarks.report.Report;
import dev.statefun.benchmarks.report.Samples;
import dev.statefun.benchmarks.work.Work;
import dev.statefun.protocol.reference.v3.IntWrapper;

/**
 * How many messages a second the real engine handles, with functions of this library and
 * with those of the official SDK. One engine calls both, in turn.
 */
public final class EngineBenchmark {

	private static final int MESSAGES = 256;

	private static final int HOPS = 500;

	/** Until the engine, too, has been compiled. */
	private static final int WARM_UP_ROUNDS = 4;

	private static final int ROUNDS = 10;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI ingress;

	private final URI egress;

	private EngineBenchmark(int ingressPort, int egressPort) {
		this.ingress = URI.create("http://localhost:" + ingressPort + "/");
		this.egress = URI.create("http://localhost:" + egressPort + "/" + Work.RELAYED + "?wait=60");
	}

	/**
	 * Measure.
	 * @param engine the jar of the embedded engine
	 * @param report takes what was measured
	 * @throws IOException if a server cannot be reached
	 * @throws InterruptedException if this thread is to end
	 */
	public static void run(Path engine, Report report) throws IOException, InterruptedException {
		for (Server server : List.of(Server.PORT, Server.CONTROLLER)) {
			run(engine, server, report);
		}
	}

	private static void run(Path engine, Server server, Report report) throws IOException, InterruptedException {
		EngineBenchmark benchmark = new EngineBenchmark(ServerProcess.freePort(), ServerProcess.freePort());
		Path module = Files.createTempFile("statefun-benchmarks-", ".yaml");
		try (ServerProcess official = ServerProcess.start(Server.OFFICIAL, List.of())) {
			Files.writeString(module, module(official.uri()));
			try (ServerProcess ours = ServerProcess.start(server,
					System.getProperty("java.class.path") + File.pathSeparator + engine,
					benchmark.engineOptions(module))) {
				benchmark.measure(server, report);
				ours.stop();
			}
		}
		finally {
			Files.delete(module);
		}
	}

	/** The application finds its own functions without it. */
	private static String module(URI official) {
		return """
				kind: io.statefun.endpoints.v2/http
				spec:
				  functions: %s
				  urlPathTemplate: %s
				  transport:
				    type: io.statefun.transports.v1/async
				""".formatted(Work.OFFICIAL_RELAY, official);
	}

	/** As the embedded engine comes, but with the compiler that production has. */
	private List<String> engineOptions(Path module) {
		String prefix = "-Dstatefun.embedded-engine.";
		return List.of(prefix + "ingress-port=" + this.ingress.getPort(),
				prefix + "egress-port=" + this.egress.getPort(), prefix + "module=" + module.toUri(),
				prefix + "jvm-options=-XX:TieredStopAtLevel=4,-Xmx1g");
	}

	private void measure(Server server, Report report) throws IOException, InterruptedException {
		Samples ours = new Samples();
		Samples official = new Samples();
		for (int round = 0; round < WARM_UP_ROUNDS; round++) {
			relay(Work.RELAY);
			relay(Work.OFFICIAL_RELAY);
		}
		for (int round = 0; round < ROUNDS; round += 2) {
			ours.add(relay(Work.RELAY));
			official.add(relay(Work.OFFICIAL_RELAY));
			// The engine still gets faster, which must not favour either
			official.add(relay(Work.OFFICIAL_RELAY));
			ours.add(relay(Work.RELAY));
		}
		report.line("engine, %s: %s messages a second".formatted(server.title(), ours));
		report.line("engine, beside it %s: %s messages a second".formatted(Server.OFFICIAL.title(), official));
		report.ratio("engine-throughput-" + server.name().toLowerCase(Locale.ROOT), ours.median() / official.median());
	}

	/** Messages that are sent on and on, until all have come out. */
	private double relay(String function) throws IOException, InterruptedException {
		long begin = System.nanoTime();
		byte[] hops = IntWrapper.newBuilder().setValue(HOPS).build().toByteArray();
		for (int i = 0; i < MESSAGES; i++) {
			send(HttpRequest.newBuilder(this.ingress.resolve(function + "/" + i % Work.RELAYS))
				.header("Content-Type", "application/vnd.io.statefun.types/int")
				.PUT(BodyPublishers.ofByteArray(hops)));
		}
		for (int i = 0; i < MESSAGES; i++) {
			send(HttpRequest.newBuilder(this.egress));
		}
		return MESSAGES * (HOPS + 1L) / ((System.nanoTime() - begin) / 1e9);
	}

	private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
		if (response.statusCode() != 200) {
			throw new IllegalStateException("The engine answers %s with %d: %s".formatted(response.uri(),
					response.statusCode(), response.body()));
		}
	}

}
