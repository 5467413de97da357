package dev.statefun.http.netty;

import java.time.Duration;
import java.util.function.Function;

import dev.statefun.http.EndpointPath;
import dev.statefun.http.TransferLimits;
import dev.statefun.http.netty.ConnectionPatience.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConnectionPatience}.
 */
class ConnectionPatienceTests {

	private static final TransferLimits LIMITS = new TransferLimits(Duration.ofSeconds(60), Duration.ofSeconds(10),
			DataSize.ofBytes(100));

	private final ConnectionPatience patience = new ConnectionPatience(
			settings(Duration.ofSeconds(30), Duration.ofSeconds(100), LIMITS), 0);

	private Duration now = Duration.ZERO;

	@Test
	void whenTheFirstRequestDoesNotArriveThenItIsTooLongAfterTheIoTimeout() {
		assertThat(after(1, waiting(0, false, false))).isFalse();
		assertThat(after(29, waiting(0, false, false))).isFalse();
		assertThat(after(1, waiting(0, true, false))).as("however its head arrives").isTrue();
	}

	@Test
	void whenThereWereOnlyRefusalsThenItIsTooLongAfterTheIoTimeout() {
		after(10, waiting(0, false, false));
		assertThat(after(1, waiting(1, false, false))).isFalse();
		assertThat(after(30, waiting(1, false, false))).isFalse();
		assertThat(after(1, waiting(1, false, false))).isTrue();
	}

	@Test
	void whenNoOtherRequestArrivesThenItIsTooLongAfterTheIdleTimeout() {
		after(1, waiting(1, false, true));
		after(1, waiting(2, false, true));
		assertThat(after(100, waiting(2, false, true))).isFalse();
		assertThat(after(1, waiting(2, false, true))).isTrue();
	}

	@Test
	void whenTheHeadOfAnotherRequestDribblesThenItIsTooLongAfterTheIoTimeout() {
		after(90, waiting(2, false, true));
		assertThat(after(1, waiting(2, true, true))).isFalse();
		assertThat(after(30, waiting(2, true, true))).isFalse();
		assertThat(after(1, waiting(2, true, true))).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "READING", "SKIPPING", "ANSWERING" })
	void whenNothingMovesThenItIsTooLongAfterTheGracePeriod(ExchangeState state) {
		after(1, moving(state, 50));
		assertThat(after(10, moving(state, 50))).isFalse();
		assertThat(after(1, moving(state, 50))).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "READING", "SKIPPING", "ANSWERING" })
	void whenBytesMoveAtTheLeastRateThenItIsTooLongAfterTheTimeout(ExchangeState state) {
		for (int second = 0; second <= 60; second++) {
			assertThat(after(1, moving(state, 100 * second))).isFalse();
		}
		assertThat(after(1, moving(state, 6100))).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "CALLING", "LEAVING" })
	void whenFunctionsTakeTheirTimeThenItDoesNotCount(ExchangeState state) {
		after(1, moving(ExchangeState.READING, 0));
		assertThat(after(1, moving(state, 0))).isFalse();
		assertThat(after(100_000, moving(state, 0))).isFalse();
		assertThat(after(1, moving(ExchangeState.ANSWERING, 0))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE / 1000, Long.MAX_VALUE })
	void whenTimeoutsAreLongerThanALongThenNothingIsTooLong(long seconds) {
		Duration ever = Duration.ofSeconds(seconds);
		HttpSettings settings = settings(ever, ever, new TransferLimits(ever, ever, DataSize.ofBytes(0)));
		ConnectionPatience endless = new ConnectionPatience(settings, -5);
		for (ExchangeState state : ExchangeState.values()) {
			for (boolean served : new boolean[] { true, false }) {
				endless.isOver(new Progress(state, 1, false, served, 0), 1000);
				assertThat(endless.isOver(new Progress(state, 1, false, served, 1), Long.MAX_VALUE / 4)).isFalse();
			}
		}
		assertThat(ConnectionPatience.periodMillis(settings)).isEqualTo(1000);
	}

	@Test
	void whenATimeoutIsShortThenConnectionsAreLookedAtOftenEnough() {
		assertThat(ConnectionPatience.periodMillis(settings(Duration.ofMillis(200), Duration.ofDays(1), LIMITS)))
			.isEqualTo(50);
		assertThat(ConnectionPatience.periodMillis(settings(Duration.ofMillis(1), Duration.ofDays(1), LIMITS)))
			.isEqualTo(10);
	}

	private static Progress waiting(long request, boolean headBegun, boolean served) {
		return new Progress(ExchangeState.WAITING, request, headBegun, served, 0);
	}

	private static Progress moving(ExchangeState state, long moved) {
		return new Progress(state, 1, false, true, moved);
	}

	private boolean after(long seconds, Progress progress) {
		this.now = this.now.plusSeconds(seconds);
		return this.patience.isOver(progress, this.now.toNanos());
	}

	private static HttpSettings settings(Duration ioTimeout, Duration idleTimeout, TransferLimits limits) {
		return new HttpSettings(TextEndpoint.blocking(Function.identity(), TextEndpoint.unlimited(), limits),
				new EndpointPath("/statefun", null), HttpRecorder.NONE, 512, idleTimeout, ioTimeout);
	}

}
