package dev.statefun.benchmarks.report;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Report}.
 */
class ReportTests {

	@TempDir
	private Path directory;

	@Test
	void whenARunEndsThenItsFileHasLinesMissesAndRatiosInThisOrder() throws Exception {
		Path file = Files.writeString(this.directory.resolve("report.txt"), "of an earlier run\n");
		Report report = new Report(file);
		report.ratio("first", 1.234);
		report.ratio("second", 2);
		report.line("measured");
		report.printRatios(Thresholds.parse("""
				ratio, 17
				first, 1.5
				second, 1.5
				""", 17));
		assertThat(file).content().isEqualToNormalizingNewlines("""
				measured
				TOO LOW: first is 1.234, below its threshold of 1.50
				ratio first 1.23
				ratio second 2.00
				""");
	}

}
