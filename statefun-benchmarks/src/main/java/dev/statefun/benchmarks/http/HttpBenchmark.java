package dev.statefun.benchmarks.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.benchmarks.Report;
import dev.statefun.benchmarks.Requests;
import dev.statefun.benchmarks.Samples;
import dev.statefun.benchmarks.generated.GeneratedFunctions;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.reference.v3.FromFunction;

/**
 * Requests over HTTP, on servers that run beside each other and are loaded in turn.
 */
public final class HttpBenchmark {

	private static final int[] BATCHES = { 1, 100 };

	private static final List<String> JVM_OPTIONS = List.of("-Xms512m", "-Xmx512m");

	private final Map<Measured, Samples> throughput = new LinkedHashMap<>();

	private final Map<Measured, Samples> cpu = new LinkedHashMap<>();

	private final int passes;

	private final Duration warmup;

	private final Duration duration;

	/**
	 * Create a benchmark.
	 * @param passes how many times each server is loaded
	 * @param warmup for how long before
	 * @param duration for how long each time
	 */
	public HttpBenchmark(int passes, Duration warmup, Duration duration) {
		this.passes = passes;
		this.warmup = warmup;
		this.duration = duration;
	}

	/**
	 * Measure.
	 * @param report takes what was measured
	 * @throws IOException if a server cannot be reached
	 * @throws InterruptedException if this thread is to end
	 */
	public void run(Report report) throws IOException, InterruptedException {
		try (Servers servers = Servers.start(JVM_OPTIONS)) {
			for (int batch : BATCHES) {
				for (ServerProcess server : servers) {
					verify(server, Requests.counting(ProtocolVersion.V3, batch));
				}
			}
			for (int batch : BATCHES) {
				try (Load load = new Load(Requests.counting(ProtocolVersion.V3, batch))) {
					measure(servers, batch, load);
				}
			}
		}
		print(report);
	}

	/** Not worth measuring if it did anything else. */
	private static void verify(ServerProcess server, Requests requests) throws IOException, InterruptedException {
		for (int i = 0; i < requests.size(); i++) {
			byte[] request = requests.next();
			byte[] expected = new GeneratedFunctions().answer(request);
			byte[] answer = server.post(request);
			boolean same = server.server().hasFunctions() ? parse(answer).equals(parse(expected))
					: Math.abs(answer.length - expected.length) <= expected.length / 20;
			if (!same) {
				throw new IllegalStateException("The server '%s' answers %s instead of %s"
					.formatted(server.server().title(), Arrays.toString(answer), Arrays.toString(expected)));
			}
		}
	}

	private static FromFunction parse(byte[] answer) throws InvalidProtocolBufferException {
		return FromFunction.parseFrom(answer);
	}

	private void measure(Servers servers, int batch, Load load) throws IOException, InterruptedException {
		for (ServerProcess server : servers) {
			load.run(server.uri(), this.warmup);
		}
		for (int pass = 0; pass < this.passes; pass++) {
			for (ServerProcess server : servers) {
				Duration before = server.cpu();
				Load.Result result = load.run(server.uri(), this.duration);
				add(new Measured(server.server(), batch), result, server.cpu().minus(before));
			}
		}
	}

	private void add(Measured measured, Load.Result result, Duration cpu) {
		this.throughput.computeIfAbsent(measured, (key) -> new Samples())
			.add(result.requests() / seconds(result.elapsed()));
		this.cpu.computeIfAbsent(measured, (key) -> new Samples()).add(seconds(cpu) * 1000 / result.requests() * 1000);
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	private void print(Report report) {
		this.throughput.forEach((measured, samples) -> report
			.line("http, batch %d, %s: %s requests a second, %s ms of server CPU for 1,000 requests"
				.formatted(measured.batch(), measured.server().title(), samples, this.cpu.get(measured))));
		for (int batch : BATCHES) {
			report.ratio("http-controller-batch" + batch, perCpu(Server.CONTROLLER, Server.OFFICIAL, batch));
		}
		report.ratio("http-controller-of-bare-batch1",
				of(this.throughput, Server.CONTROLLER, 1) / of(this.throughput, Server.BARE_CONTROLLER, 1));
	}

	/** How many more requests for the same CPU time. */
	private double perCpu(Server ours, Server peer, int batch) {
		return of(this.cpu, peer, batch) / of(this.cpu, ours, batch);
	}

	private static double of(Map<Measured, Samples> samples, Server server, int batch) {
		return Objects.requireNonNull(samples.get(new Measured(server, batch))).median();
	}

	/**
	 * What one figure is about.
	 *
	 * @param server the server
	 * @param batch how many messages a request has
	 */
	private record Measured(Server server, int batch) {

	}

}
