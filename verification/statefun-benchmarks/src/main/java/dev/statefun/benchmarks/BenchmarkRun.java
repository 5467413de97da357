package dev.statefun.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

import com.sun.management.OperatingSystemMXBean;
import dev.statefun.benchmarks.http.EngineBenchmark;
import dev.statefun.benchmarks.http.HeapBenchmark;
import dev.statefun.benchmarks.http.HttpBenchmark;
import dev.statefun.benchmarks.report.Report;
import dev.statefun.benchmarks.report.Thresholds;

/**
 * The short run: all that is promised, in a quarter of an hour, on the JDK that runs it.
 */
final class BenchmarkRun {

	private static final Duration SAMPLE = Duration.ofSeconds(3);

	private static final double BUSY = 0.1;

	private BenchmarkRun() {
	}

	/**
	 * Run the benchmarks.
	 * @param args nothing
	 * @throws Exception if anything goes wrong, and nothing can be said
	 */
	public static void main(String[] args) throws Exception {
		int jdk = Runtime.version().feature();
		Report report = new Report(
				Path.of(System.getProperty("statefun.benchmarks.reports", ""), "benchmark-jdk-%d.txt".formatted(jdk)));
		describeMachine(report);
		new InProcessRun(report).run();
		new HttpBenchmark(3, Duration.ofSeconds(4)).run(report);
		HeapBenchmark.run(report);
		String engine = System.getProperty("statefun.benchmarks.engine");
		if (engine != null) {
			EngineBenchmark.run(Path.of(engine), report);
		}
		report.printRatios(Thresholds.of(jdk));
	}

	/** With what others take of the processors while this run takes nothing. */
	private static void describeMachine(Report report) throws InterruptedException {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		system.getCpuLoad();
		Thread.sleep(SAMPLE.toMillis());
		double load = system.getCpuLoad();
		report.line("%d processors, JDK %s, %.0f %% of the processors busy before%s".formatted(
				system.getAvailableProcessors(), Runtime.version(), load * 100,
				(load > BUSY) ? ": TOO BUSY, do not trust what follows" : ""));
	}

}
