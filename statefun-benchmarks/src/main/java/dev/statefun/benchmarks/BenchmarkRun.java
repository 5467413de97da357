package dev.statefun.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.time.Duration;

import dev.statefun.benchmarks.http.EngineBenchmark;
import dev.statefun.benchmarks.http.HeapBenchmark;
import dev.statefun.benchmarks.http.HttpBenchmark;

/**
 * The short run: all that is promised, in a quarter of an hour.
 */
final class BenchmarkRun {

	private BenchmarkRun() {
	}

	/**
	 * Run the benchmarks.
	 * @param args nothing
	 * @throws Exception if anything goes wrong, and nothing can be said
	 */
	public static void main(String[] args) throws Exception {
		Report report = new Report();
		describeMachine(report);
		new InProcessRun(report).run();
		new HttpBenchmark(3, Duration.ofSeconds(5)).run(report);
		HeapBenchmark.run(report);
		String engine = System.getProperty("statefun.benchmarks.engine");
		if (engine != null) {
			EngineBenchmark.run(Path.of(engine), report);
		}
		report.printRatios();
	}

	private static void describeMachine(Report report) {
		OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
		report.line("%d processors, %s, load average before %.1f".formatted(system.getAvailableProcessors(),
				Runtime.version(), system.getSystemLoadAverage()));
	}

}
