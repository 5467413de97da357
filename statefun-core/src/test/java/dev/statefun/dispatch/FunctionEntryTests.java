package dev.statefun.dispatch;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FunctionEntry}.
 */
class FunctionEntryTests {

	private static final int MEBIBYTE = 1 << 20;

	private final FunctionEntry function = new FunctionEntry(
			FunctionDefinition.of("demo/function", (context, message) -> {
			}), null, new Replies(FunctionRegistry.of(), null));

	@Test
	void whenOneAnswerIsLargeThenOthersAreNotExpectedToBe() {
		this.function.answered(1, MEBIBYTE);
		assertThat(this.function.expectedSize(1)).isLessThan(1024);
	}

	@Test
	void whenAnswersAreLargeThenTheNextOneIsExpectedToBe() {
		answer(20, MEBIBYTE);
		assertThat(this.function.expectedSize(1)).isBetween(MEBIBYTE, 2 * MEBIBYTE);
	}

	@Test
	void whenAnAnswerIsSmallThenTheNextOneIsExpectedToBe() {
		answer(20, MEBIBYTE);
		answer(1, 0);
		assertThat(this.function.expectedSize(1)).isLessThan(128);
		answer(20, MEBIBYTE);
		assertThat(this.function.expectedSize(1)).isGreaterThan(MEBIBYTE);
	}

	private void answer(int times, int size) {
		IntStream.range(0, times).forEach((i) -> this.function.answered(1, size));
	}

}
