package dev.statefun.http.internal;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link BodyCollector}.
 */
class BodyCollectorTests {

	private static final int MAX = 10_000_000;

	private final BodyCollector collector = new BodyCollector();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1000, 1 << 20, (1 << 20) + 1, 5_000_000, MAX })
	void whenABodyArrivesInPartsThenItIsWhole(int length) {
		byte[] body = bytes(length);
		this.collector.begin(length, MAX);
		assertThat(add(body)).isTrue();
		assertThat(this.collector.end()).isEqualTo(body);
		this.collector.begin(-1, MAX);
		assertThat(add(body)).isTrue();
		assertThat(this.collector.end()).isEqualTo(body);
	}

	@Test
	void whenABodyOfUnknownLengthIsLargerThanAllowedThenItIsNotTaken() {
		this.collector.begin(-1, MAX);
		assertThat(add(bytes(MAX + 1))).isFalse();
	}

	@Test
	void whenMuchIsPromisedThenMemoryIsTakenAsItArrives() {
		this.collector.begin(2_000_000_000, 2_000_000_000);
		assertThat(this.collector.capacity()).isZero();
		assertThat(add(bytes(10))).isTrue();
		assertThat(this.collector.capacity()).isLessThanOrEqualTo(1 << 20);
		this.collector.begin(2_000_000_000, 2_000_000_000);
		assertThat(add(bytes(MAX))).isTrue();
		assertThat(this.collector.capacity()).isLessThanOrEqualTo(2 * MAX);
	}

	@Test
	void whenABodyArrivesWholeThenItTakesMemoryOfItsLength() {
		this.collector.begin(50_000, MAX);
		assertThat(this.collector.growth(50_000)).isEqualTo(50_000);
		add(bytes(50_000));
		assertThat(this.collector.capacity()).isEqualTo(50_000);
	}

	@Test
	void whenABodyIsForgottenThenItTakesNoMemory() {
		this.collector.begin(-1, MAX);
		add(bytes(10));
		assertThat(this.collector.isEmpty()).isFalse();
		this.collector.clear();
		assertThat(this.collector.isEmpty()).isTrue();
		assertThat(this.collector.capacity()).isZero();
	}

	private boolean add(byte[] body) {
		boolean fits = true;
		for (int start = 0; start < body.length; start += 60_000) {
			int from = start;
			int length = Math.min(60_000, body.length - start);
			fits &= this.collector.fits(length);
			if (fits) {
				int expected = this.collector.capacity() + this.collector.growth(length);
				this.collector.add(length, (target, offset) -> System.arraycopy(body, from, target, offset, length));
				assertThat(this.collector.capacity()).isEqualTo(expected);
			}
		}
		return fits;
	}

	private static byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
