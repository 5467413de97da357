package dev.statefun.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Repeated measurements of the same figure.
 */
public final class Samples {

	private final List<Double> values = new ArrayList<>();

	/**
	 * Add what was measured.
	 * @param value a number of any unit
	 */
	public void add(double value) {
		this.values.add(value);
	}

	/**
	 * The middle of them.
	 * @return the median
	 */
	public double median() {
		List<Double> sorted = this.values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	private double min() {
		return this.values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
	}

	private double max() {
		return this.values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
	}

	/**
	 * Return the median and the spread.
	 * @return for example {@code 12.3 (11.9 to 12.8)}
	 */
	@Override
	public String toString() {
		return format(median())
				+ ((this.values.size() > 1) ? " (%s to %s)".formatted(format(min()), format(max())) : "");
	}

	private static String format(double value) {
		int decimals = (value >= 1000) ? 0 : (value >= 10) ? 1 : 2;
		return String.format(Locale.ROOT, "%." + decimals + "f", value);
	}

}
