package dev.statefun.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The output of a run: lines as soon as something was measured, and the ratios at the
 * end. They are printed, and written to a file.
 */
public final class Report {

	private final Map<String, Double> ratios = new LinkedHashMap<>();

	private final Path file;

	/**
	 * Begin a report.
	 * @param file where it is written, in place of an earlier one
	 */
	public Report(Path file) {
		this.file = file;
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Print a line.
	 * @param line the line
	 */
	public void line(String line) {
		System.out.println(line);
		try {
			Files.write(this.file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Keep a ratio for the end.
	 * @param name its name
	 * @param value ours over the peer's, bigger is better
	 */
	public void ratio(String name, double value) {
		this.ratios.put(name, value);
	}

	/**
	 * Print the ratios, after those that are too low.
	 * @param thresholds the least values of the ratios
	 */
	public void printRatios(Thresholds thresholds) {
		thresholds.misses(this.ratios).forEach((miss) -> line("TOO LOW: " + miss));
		this.ratios.forEach((name, value) -> line(String.format(Locale.ROOT, "ratio %s %.2f", name, value)));
	}

}
