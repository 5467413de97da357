package dev.statefun.benchmarks.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Samples}.
 */
class SamplesTests {

	@Test
	void whenThereIsAnOddNumberOfSamplesThenTheMedianIsTheOneInTheMiddle() {
		assertThat(samples(30, 1, 20).median()).isEqualTo(20);
	}

	@Test
	void whenThereIsAnEvenNumberOfSamplesThenTheMedianIsBetweenTheTwoInTheMiddle() {
		assertThat(samples(30, 1, 20, 10).median()).isEqualTo(15);
	}

	@Test
	void whenThereAreSeveralSamplesThenTheTextHasTheSpread() {
		assertThat(samples(30, 1, 2000)).hasToString("30.0 (1.00 to 2000)");
	}

	@Test
	void whenThereIsOneSampleThenTheTextHasNoSpread() {
		assertThat(samples(1.234)).hasToString("1.23");
	}

	private static Samples samples(double... values) {
		Samples samples = new Samples();
		for (double value : values) {
			samples.add(value);
		}
		return samples;
	}

}
