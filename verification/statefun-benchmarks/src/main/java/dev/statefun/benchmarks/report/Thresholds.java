package dev.statefun.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The least values of the ratios, which a change of the library must not fall below. The
 * file {@code thresholds.csv} has a column for each JDK.
 */
public final class Thresholds {

	private final Map<String, Double> least;

	private Thresholds(Map<String, Double> least) {
		this.least = least;
	}

	/**
	 * Read the thresholds of a JDK.
	 * @param jdk its feature version. A version without a column has the thresholds of
	 * the column before.
	 * @return the thresholds
	 */
	public static Thresholds of(int jdk) {
		try (InputStream file = Objects.requireNonNull(Thresholds.class.getResourceAsStream("thresholds.csv"))) {
			return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8), jdk);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Thresholds parse(String csv, int jdk) {
		List<String[]> rows = csv.lines().map((line) -> line.split(", ")).toList();
		String[] header = rows.get(0);
		int column = 1;
		while (column + 1 < header.length && Integer.parseInt(header[column + 1]) <= jdk) {
			column++;
		}
		Map<String, Double> least = new LinkedHashMap<>();
		for (String[] row : rows.subList(1, rows.size())) {
			least.put(row[0], Double.valueOf(row[column]));
		}
		return new Thresholds(least);
	}

	/**
	 * Compare ratios with their thresholds.
	 * @param ratios the ratios, by name
	 * @return a sentence for each that is too low or missing
	 */
	List<String> misses(Map<String, Double> ratios) {
		List<String> misses = new ArrayList<>();
		this.least.forEach((name, threshold) -> {
			Double value = ratios.get(name);
			if (value == null) {
				misses.add(String.format(Locale.ROOT, "%s was not measured, its threshold is %.2f", name, threshold));
			}
			else if (value < threshold) {
				misses
					.add(String.format(Locale.ROOT, "%s is %.3f, below its threshold of %.2f", name, value, threshold));
			}
		});
		return misses;
	}

}
