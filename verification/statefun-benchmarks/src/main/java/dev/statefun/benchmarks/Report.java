package dev.statefun.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a run prints: lines as soon as something was measured, and at the end the ratios.
 */
public final class Report {

	private final Map<String, Double> ratios = new LinkedHashMap<>();

	/**
	 * Print a line.
	 * @param line the line
	 */
	public void line(String line) {
		System.out.println(line);
	}

	/**
	 * Keep a ratio for the end.
	 * @param name its name
	 * @param value ours over the peer's, bigger is better
	 */
	public void ratio(String name, double value) {
		this.ratios.put(name, value);
	}

	void printRatios() {
		this.ratios.forEach((name, value) -> line(String.format(Locale.ROOT, "ratio %s %.2f", name, value)));
	}

}
