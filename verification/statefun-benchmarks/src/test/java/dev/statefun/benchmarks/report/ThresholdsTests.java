package dev.statefun.benchmarks.report;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Thresholds}.
 */
class ThresholdsTests {

	private static final String CSV = """
			ratio, 17, 25
			first, 2, 3
			second, 0.5, 0.25
			""";

	@Test
	void whenRatiosReachTheirThresholdsThenNoneIsReported() {
		assertThat(Thresholds.parse(CSV, 17).misses(Map.of("first", 2.0, "second", 0.6, "third", 0.1))).isEmpty();
	}

	@Test
	void whenARatioIsBelowItsThresholdThenItIsReported() {
		assertThat(Thresholds.parse(CSV, 17).misses(Map.of("first", 1.999, "second", 0.5)))
			.containsExactly("first is 1.999, below its threshold of 2.00");
	}

	@Test
	void whenARatioIsMissingThenItIsReported() {
		assertThat(Thresholds.parse(CSV, 17).misses(Map.of("first", 2.0)))
			.containsExactly("second was not measured, its threshold is 0.50");
	}

	@ParameterizedTest
	@CsvSource({ "17,false", "21,false", "24,false", "25,true", "26,true" })
	void whenAJdkHasNoColumnThenTheThresholdsAreThoseOfTheColumnBefore(int jdk, boolean reported) {
		assertThat(Thresholds.parse(CSV, jdk).misses(Map.of("first", 2.5, "second", 1.0)).isEmpty())
			.isEqualTo(!reported);
	}

}
