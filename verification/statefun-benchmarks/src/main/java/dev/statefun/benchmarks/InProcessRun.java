package dev.statefun.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.statefun.benchmarks.report.Report;
import dev.statefun.benchmarks.report.Samples;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmarks in process: what is compared is measured in turn, each time in a JVM of
 * its own.
 */
final class InProcessRun {

	private static final int ROUNDS = 3;

	private static final int[] COMPARED_BATCHES = { 1, 100, 1000 };

	private static final int[] BATCHES = { 1, 10, 100, 1000, 10000 };

	private static final int[] STATE_SIZES = { 8, 1024, 16384, 131072, 1048576 };

	private static final String OURS = "ours3x";

	private static final String OURS_WITH_METRICS = "ours3xMetrics";

	private static final String OURS_WITH_OBSERVATIONS = "ours3xObservations";

	private static final String OURS_LEGACY = "ours2x";

	private static final String OFFICIAL = "official3x";

	private static final String GENERATED = "generated3x";

	private final Map<Measured, Samples> times = new LinkedHashMap<>();

	private final Report report;

	InProcessRun(Report report) {
		this.report = report;
	}

	void run() throws RunnerException {
		for (int round = 0; round < ROUNDS; round++) {
			for (int batch : BATCHES) {
				measure(OURS, batch);
			}
			for (int batch : COMPARED_BATCHES) {
				measure(OFFICIAL, batch);
			}
			measure(OURS_WITH_METRICS, 100);
			measure(OURS_WITH_OBSERVATIONS, 100);
		}
		measure(OURS_LEGACY, 100);
		measure(GENERATED, 100);
		this.times.forEach((measured, samples) -> this.report.line("in process, batch %d, %s: %s ns an invocation"
			.formatted(measured.batch(), measured.benchmark(), samples)));
		for (int stateSize : STATE_SIZES) {
			Samples samples = new Samples();
			samples.add(run(StateSizeBenchmark.class, OURS, "stateSize", stateSize));
			this.report
				.line("in process, state of %d bytes, %s: %s ns an invocation".formatted(stateSize, OURS, samples));
		}
		for (int batch : COMPARED_BATCHES) {
			this.report.ratio("inprocess-3x-batch" + batch, median(OFFICIAL, batch) / median(OURS, batch));
		}
		this.report.ratio("inprocess-3x-metrics-of-none-batch100", median(OURS, 100) / median(OURS_WITH_METRICS, 100));
		this.report.ratio("inprocess-3x-observations-of-none-batch100",
				median(OURS, 100) / median(OURS_WITH_OBSERVATIONS, 100));
	}

	private void measure(String benchmark, int batch) throws RunnerException {
		this.times.computeIfAbsent(new Measured(benchmark, batch), (key) -> new Samples())
			.add(run(InProcessBenchmark.class, benchmark, "batch", batch) / batch);
	}

	private static double run(Class<?> benchmarks, String benchmark, String parameter, int value)
			throws RunnerException {
		Options options = new OptionsBuilder().include(benchmarks.getName() + "\\." + benchmark + "$")
			.param(parameter, String.valueOf(value))
			.forks(1)
			.warmupIterations(3)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(3)
			.measurementTime(TimeValue.seconds(1))
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		return new Runner(options).runSingle().getPrimaryResult().getScore();
	}

	private double median(String benchmark, int batch) {
		return Objects.requireNonNull(this.times.get(new Measured(benchmark, batch))).median();
	}

	/**
	 * The subject of one figure.
	 *
	 * @param benchmark the benchmark
	 * @param batch how many messages a request has
	 */
	private record Measured(String benchmark, int batch) {

	}

}
