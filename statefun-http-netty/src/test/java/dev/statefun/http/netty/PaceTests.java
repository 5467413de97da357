package dev.statefun.http.netty;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Pace}.
 */
class PaceTests {

	private final Pace pace = new Pace();

	@Test
	void whenNothingIsKnownThenItIsNotQuick() {
		assertThat(this.pace.isQuick()).isFalse();
	}

	@Test
	void whenCallsAreQuickThenItSoonIs() {
		take(100, 10_000);
		assertThat(this.pace.isQuick()).isTrue();
	}

	@Test
	void whenAFewCallsTakeLongThenItIsNoLongerQuickUntilManyDoNot() {
		take(100, 10_000);
		take(3, 5_000_000);
		assertThat(this.pace.isQuick()).isFalse();
		take(50, 10_000);
		assertThat(this.pace.isQuick()).isFalse();
		take(200, 10_000);
		assertThat(this.pace.isQuick()).isTrue();
	}

	@Test
	void whenOneOfManyCallsIsInterruptedByTheMachineThenItRemainsQuick() {
		take(100, 10_000);
		for (int i = 0; i < 100; i++) {
			take(1, 3_000_000);
			assertThat(this.pace.isQuick()).isTrue();
			take(1000, 10_000);
		}
	}

	@Test
	void whenCallsAreInBetweenThenItRemainsAsItWas() {
		take(1000, (Pace.QUICK_NANOS + Pace.SLOW_NANOS) / 2);
		assertThat(this.pace.isQuick()).isFalse();
		take(1000, 10_000);
		take(1000, (Pace.QUICK_NANOS + Pace.SLOW_NANOS) / 2);
		assertThat(this.pace.isQuick()).isTrue();
	}

	@Test
	void whenACallTookHoursThenItIsQuickAgainAfterSomeHundredCalls() {
		take(1, 3_600_000_000_000L);
		take(1500, 10_000);
		assertThat(this.pace.isQuick()).isTrue();
	}

	private void take(int calls, long nanos) {
		for (int i = 0; i < calls; i++) {
			this.pace.took(nanos);
		}
	}

}
