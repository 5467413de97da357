package dev.statefun.benchmarks.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.statefun.benchmarks.report.Report;
import dev.statefun.benchmarks.report.Samples;

/**
 * The cost of requests to the servers.
 */
final class HttpFigures {

	private final Map<Measured, Samples> throughput = new LinkedHashMap<>();

	private final Map<Measured, Samples> cpuMillis = new LinkedHashMap<>();

	void add(Server server, int batch, Cost cost) {
		Measured measured = new Measured(server, batch);
		this.throughput.computeIfAbsent(measured, (key) -> new Samples()).add(cost.throughput());
		this.cpuMillis.computeIfAbsent(measured, (key) -> new Samples()).add(cost.cpuMillis());
	}

	void print(Report report) {
		this.throughput.forEach((measured, samples) -> report
			.line("http, batch %d, %s: %s requests a second, %s ms of server CPU for 1,000 requests"
				.formatted(measured.batch(), measured.server().title(), samples, this.cpuMillis.get(measured))));
		for (int batch : HttpBenchmark.BATCHES) {
			report.ratio("http-controller-batch" + batch, perCpu(Server.CONTROLLER, Server.OFFICIAL, batch));
		}
		for (int batch : HttpBenchmark.BATCHES) {
			report.ratio("http-port-batch" + batch, perCpu(Server.PORT, Server.OFFICIAL, batch));
		}
		report.ratio("http-port-of-limit-batch1", perCpu(Server.PORT, Server.BARE_NETTY, 1));
		report.ratio("http-controller-of-bare-batch1",
				median(this.throughput, Server.CONTROLLER, 1) / median(this.throughput, Server.BARE_CONTROLLER, 1));
	}

	/** How many more requests for the same CPU time. */
	private double perCpu(Server ours, Server peer, int batch) {
		return median(this.cpuMillis, peer, batch) / median(this.cpuMillis, ours, batch);
	}

	private static double median(Map<Measured, Samples> samples, Server server, int batch) {
		return Objects.requireNonNull(samples.get(new Measured(server, batch))).median();
	}

	/**
	 * The subject of one figure.
	 *
	 * @param server the server
	 * @param batch how many messages a request has
	 */
	private record Measured(Server server, int batch) {

	}

	/**
	 * The cost of requests.
	 *
	 * @param throughput how many there were a second
	 * @param cpuMillis the CPU time of the server for 1,000 of them
	 */
	record Cost(double throughput, double cpuMillis) {

	}

}
