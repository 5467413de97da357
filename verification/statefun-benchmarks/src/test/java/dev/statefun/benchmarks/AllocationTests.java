package dev.statefun.benchmarks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds what an invocation allocates to what {@code allocation.csv} says, plus a little
 * for other versions of the JDK. Counts requests instead of measuring time, and has
 * nothing optimized away, so that the result is the same on every machine, however busy
 * it is.
 */
class AllocationTests {

	private static final double MARGIN = 1.03;

	private static final int INVOCATIONS = 64_000;

	@ParameterizedTest
	@CsvFileSource(resources = "allocation.csv", numLinesToSkip = 1)
	void whenRequestsAreAnsweredThenNoMoreIsAllocatedThanBefore(String benchmark, int batch, long bytes)
			throws RunnerException {
		assertThat(allocated(benchmark, batch))
			.as("""
					Bytes that InProcessBenchmark.%s allocates for an invocation, at batch %d.
					Find what allocates more than before. If it is worth it, write the figure into its line of
					verification/statefun-benchmarks/src/test/resources/dev/statefun/benchmarks/allocation.csv.
					What is left of it once the JVM has optimized:
					java -jar verification/statefun-benchmarks/target/benchmarks.jar 'InProcess.*%1$s$' -p batch=%2$d -prof gc"""
				.formatted(benchmark, batch))
			.isLessThanOrEqualTo(Math.round(bytes * MARGIN));
	}

	private static long allocated(String benchmark, int batch) throws RunnerException {
		int requests = INVOCATIONS / batch;
		Options options = new OptionsBuilder().include("InProcessBenchmark\\." + benchmark + "$")
			.param("batch", String.valueOf(batch))
			.mode(Mode.SingleShotTime)
			.forks(1)
			.jvmArgs("-Xmx512m", "-XX:TieredStopAtLevel=1")
			.warmupIterations(1)
			.warmupBatchSize(requests)
			.measurementIterations(1)
			.measurementBatchSize(requests)
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		RunResult result = new Runner(options).runSingle();
		double allocated = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
		return Math.round(allocated / INVOCATIONS);
	}

}
