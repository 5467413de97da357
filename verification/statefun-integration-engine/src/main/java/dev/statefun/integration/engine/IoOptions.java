package dev.statefun.integration.engine;

import java.io.Serializable;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * The options of the tests, from system properties {@code statefun.integration.*}.
 *
 * @param records how many records are generated in all
 * @param ids how many instances they go to, named {@code 0}, {@code 1} and so on
 * @param rate how many records a second at most, in all
 * @param function the function they go to, namespace and name
 * @param end the file that ends the records when it is there, or {@code null} for none
 * @param directory where committed records are written
 */
record IoOptions(long records, int ids, int rate, @Nullable String function, @Nullable String end,
		String directory) implements Serializable {

	private static final String PREFIX = "statefun.integration.";

	static IoOptions from(Properties properties) {
		return new IoOptions(Long.parseLong(properties.getProperty(PREFIX + "records", "0")),
				Integer.parseInt(properties.getProperty(PREFIX + "ids", "1")),
				Integer.parseInt(properties.getProperty(PREFIX + "rate", "1000000")),
				properties.getProperty(PREFIX + "function"), properties.getProperty(PREFIX + "end"),
				properties.getProperty(PREFIX + "directory"));
	}

}
