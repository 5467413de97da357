package dev.statefun.http.netty;

import java.time.Duration;

import dev.statefun.http.netty.HttpExchange.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link QuietTime}.
 */
class QuietTimeTests {

	private final QuietTime quietTime = new QuietTime(Duration.ofSeconds(30), Duration.ofSeconds(100));

	@Test
	void whenTheFirstRequestOrMoreOfOneDoesNotArriveThenItIsTooLongAfterTheIoTimeout() {
		assertThat(this.quietTime.periodMillis()).isEqualTo(30_000);
		assertThat(this.quietTime.add(true, State.WAITING, false)).isTrue();
		assertThat(this.quietTime.add(true, State.READING, true)).isTrue();
		assertThat(this.quietTime.add(true, State.SKIPPING, true)).isTrue();
	}

	@Test
	void whenNoOtherRequestArrivesThenItIsTooLongAfterTheIdleTimeout() {
		assertThat(this.quietTime.add(true, State.WAITING, true)).isFalse();
		assertThat(this.quietTime.add(false, State.WAITING, true)).isFalse();
		assertThat(this.quietTime.add(false, State.WAITING, true)).isFalse();
		assertThat(this.quietTime.add(false, State.WAITING, true)).isTrue();
	}

	@Test
	void whenFunctionsTakeTheirTimeThenItDoesNotCount() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.quietTime.add(i == 0, State.CALLING, true)).isFalse();
			assertThat(this.quietTime.add(false, State.ANSWERING, true)).isFalse();
		}
		assertThat(this.quietTime.add(false, State.WAITING, true)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE / 1000, Long.MAX_VALUE })
	void whenTimeoutsAreLongerThanALongThenNoConnectionIsTooQuiet(long seconds) {
		QuietTime times = new QuietTime(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds));
		assertThat(times.periodMillis()).isGreaterThan(Long.MAX_VALUE - 1000);
		assertThat(times.add(true, State.CALLING, true)).isFalse();
	}

	@Test
	void whenTheIdleTimeoutIsShorterThenReadingHasTheIoTimeoutNevertheless() {
		QuietTime times = new QuietTime(Duration.ofSeconds(30), Duration.ofSeconds(10));
		assertThat(times.periodMillis()).isEqualTo(10_000);
		assertThat(times.add(true, State.WAITING, true)).isTrue();
		assertThat(times.add(true, State.READING, true)).isFalse();
		assertThat(times.add(false, State.READING, true)).isFalse();
		assertThat(times.add(false, State.READING, true)).isTrue();
	}

}
