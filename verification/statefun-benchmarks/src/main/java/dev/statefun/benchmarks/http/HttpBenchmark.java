package dev.statefun.benchmarks.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.benchmarks.generated.GeneratedFunctions;
import dev.statefun.benchmarks.report.Report;
import dev.statefun.benchmarks.work.Requests;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.reference.v3.FromFunction;

/**
 * Requests over HTTP, on servers that run beside each other and are loaded in turn.
 */
public final class HttpBenchmark {

	static final int[] BATCHES = { 1, 100 };

	private static final int MAX_WARMUPS = 8;

	private static final double STEADY = 0.95;

	private static final List<String> JVM_OPTIONS = List.of("-Xms512m", "-Xmx512m");

	private final HttpFigures figures = new HttpFigures();

	private final int passes;

	private final Duration duration;

	/**
	 * Create a benchmark.
	 * @param passes how many times each server is loaded
	 * @param duration for how long each time
	 */
	public HttpBenchmark(int passes, Duration duration) {
		this.passes = passes;
		this.duration = duration;
	}

	/**
	 * Measure.
	 * @param report takes what was measured
	 * @throws IOException if a server cannot be reached
	 * @throws InterruptedException if this thread is to end
	 */
	public void run(Report report) throws IOException, InterruptedException {
		for (int batch : BATCHES) {
			Requests requests = Requests.counting(ProtocolVersion.V3, batch);
			// Afresh, since the JVM does not get over what it knows of other batches
			try (Servers servers = Servers.start(JVM_OPTIONS); Load load = new Load(requests)) {
				for (ServerProcess server : servers) {
					// Some dozens would make the official SDK twice as slow for good
					verify(server, requests, 1);
					warmUp(server, load);
				}
				measure(servers, batch, load);
				for (ServerProcess server : servers) {
					verify(server, requests, requests.count());
				}
			}
		}
		this.figures.print(report);
	}

	/** Not worth measuring if it did anything else. */
	static void verify(ServerProcess server, Requests requests, int count) throws IOException, InterruptedException {
		for (int i = 0; i < count; i++) {
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

	/** Until a request costs what it did before, or nearly so. */
	private void warmUp(ServerProcess server, Load load) throws IOException, InterruptedException {
		double before = Double.POSITIVE_INFINITY;
		for (int i = 0; i < MAX_WARMUPS; i++) {
			double now = load(server, load).cpuMillis();
			if (now > STEADY * before) {
				return;
			}
			before = now;
		}
	}

	private void measure(Servers servers, int batch, Load load) throws IOException, InterruptedException {
		for (int pass = 0; pass < this.passes; pass++) {
			for (ServerProcess server : servers) {
				this.figures.add(server.server(), batch, load(server, load));
			}
		}
	}

	private HttpFigures.Cost load(ServerProcess server, Load load) throws IOException, InterruptedException {
		Duration before = server.cpu();
		Load.Result result = load.run(server.uri(), this.duration);
		Duration cpu = server.cpu().minus(before);
		return new HttpFigures.Cost(result.requests() / seconds(result.elapsed()),
				seconds(cpu) * 1e6 / result.requests());
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
