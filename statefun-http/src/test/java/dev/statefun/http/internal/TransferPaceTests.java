package dev.statefun.http.internal;

import java.time.Duration;

import dev.statefun.http.TransferLimits;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TransferPace}.
 */
class TransferPaceTests {

	private static final long START = -7;

	private static final TransferLimits LIMITS = new TransferLimits(Duration.ofSeconds(60), Duration.ofSeconds(10),
			DataSize.ofBytes(100));

	private final TransferPace pace = new TransferPace(LIMITS, START);

	@Test
	void whenNothingMovesThenItIsTooSlowAfterTheGracePeriod() {
		assertThat(this.pace.isTooSlow(at(10))).isFalse();
		assertThat(this.pace.isTooSlow(at(10.1))).isTrue();
	}

	@Test
	void whenAByteMovesNowAndThenThenItIsTooSlowSoon() {
		this.pace.moved(1, at(9));
		assertThat(this.pace.isTooSlow(at(10))).isFalse();
		this.pace.moved(1, at(10));
		assertThat(this.pace.isTooSlow(at(10.1))).isTrue();
	}

	@Test
	void whenMuchMovesAtFirstThenItPaysForNoLongerPause() {
		this.pace.moved(1_000_000, at(1));
		assertThat(this.pace.isTooSlow(at(11))).isFalse();
		assertThat(this.pace.isTooSlow(at(11.1))).isTrue();
	}

	@Test
	void whenBytesMoveAtTheLeastRateThenTheTimeoutEndsIt() {
		for (int second = 1; second <= 60; second++) {
			this.pace.moved(100, at(second));
			assertThat(this.pace.isTooSlow(at(second))).isFalse();
		}
		this.pace.moved(100, at(60.1));
		assertThat(this.pace.isTooSlow(at(60.1))).isTrue();
	}

	@Test
	void whenBytesCannotBeSeenMovingThenAllOfThemHaveTheirTime() {
		TransferPace whole = TransferPace.ofWhole(LIMITS, 1000, START);
		assertThat(whole.isTooSlow(at(20))).isFalse();
		assertThat(whole.isTooSlow(at(20.1))).isTrue();
		assertThat(TransferPace.ofWhole(LIMITS, 1_000_000, START).isTooSlow(at(60))).isFalse();
		assertThat(TransferPace.ofWhole(LIMITS, 1_000_000, START).isTooSlow(at(60.1))).isTrue();
		assertThat(TransferPace.ofWhole(LIMITS, 0, START).isTooSlow(at(10.1))).isTrue();
	}

	@Test
	void whenThereIsNoLeastRateThenOneByteBuysAGracePeriod() {
		TransferPace unrated = new TransferPace(
				new TransferLimits(Duration.ofSeconds(60), Duration.ofSeconds(10), DataSize.ofBytes(0)), START);
		unrated.moved(0, at(9));
		unrated.moved(1, at(10));
		assertThat(unrated.isTooSlow(at(20))).isFalse();
		assertThat(unrated.isTooSlow(at(20.1))).isTrue();
	}

	@Test
	void whenLimitsAreLongerThanALongThenNothingIsTooSlow() {
		Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
		TransferPace endless = new TransferPace(new TransferLimits(ever, ever, DataSize.ofTerabytes(1)), START);
		endless.moved(1, at(1));
		endless.moved(1, START + Long.MAX_VALUE / 2);
		assertThat(endless.isTooSlow(START + Long.MAX_VALUE / 2)).isFalse();
	}

	private static long at(double seconds) {
		return START + (long) (seconds * 1_000_000_000);
	}

}
