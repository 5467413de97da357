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

	/** More than the build itself, which has just ended, leaves behind. */
	private static final double BUSY = 2.5;

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
		double load = system.getSystemLoadAverage();
		report.line("%d processors, JDK %s, load average before %.1f%s".formatted(system.getAvailableProcessors(),
				Runtime.version(), load, (load > BUSY) ? ": BUSY, do not trust what follows" : ""));
	}

}
