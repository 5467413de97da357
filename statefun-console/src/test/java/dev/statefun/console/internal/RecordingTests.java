package dev.statefun.console.internal;

import java.util.List;
import java.util.stream.IntStream;

import dev.statefun.type.TypedValue;
import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordingTests {

	private static final int MEMORY = 1 << 20;

	private final Recording recording = new Recording(MEMORY);

	@Test
	void whenMemoryIsUsedUpThenTheLatestRemain() {
		IntStream.range(0, 5000).forEach((i) -> add(Outcome.HANDLED, 1000));
		assertThat(this.recording.memory()).isLessThanOrEqualTo(MEMORY);
		List<RecordedInvocation> latest = this.recording.latest((one) -> true, 10_000);
		assertThat(latest.get(0).number()).isEqualTo(5000);
		assertThat(latest).hasSizeBetween(300, 800);
		assertThat(this.recording.find(1)).isNull();
		assertThat(this.recording.count()).isEqualTo(5000);
	}

	@Test
	void whenManySuccessesFollowThenFailuresRemain() {
		add(Outcome.FAILED, 1000);
		IntStream.range(0, 5000).forEach((i) -> add(Outcome.HANDLED, 1000));
		assertThat(this.recording.find(1)).isNotNull();
	}

	@Test
	void whenValuesAreLargeThenFewBytesOfThemAreKept() {
		IntStream.range(0, 200).forEach((i) -> add(Outcome.HANDLED, 10 << 20));
		assertThat(this.recording.memory()).isLessThanOrEqualTo(MEMORY);
		RecordedValue payload = this.recording.latest((one) -> true, 1).get(0).payload();
		assertThat(payload.bytes()).hasSize(Excerpt.MAX_VALUE);
		assertThat(payload.size()).isEqualTo(10 << 20);
	}

	@Test
	void whenOneIsLargerThanTheMemoryThenItIsNotKept() {
		Recording tiny = new Recording(1000);
		tiny.add((number) -> invocation(number, Outcome.HANDLED, 5000));
		assertThat(tiny.latest((one) -> true, 10)).isEmpty();
		assertThat(tiny.memory()).isZero();
	}

	@Test
	void whenManyThreadsAddThenTheBoundHolds() {
		IntStream.range(0, 20_000).parallel().forEach((i) -> add((i % 3 == 0) ? Outcome.FAILED : Outcome.HANDLED, 500));
		assertThat(this.recording.memory()).isBetween(MEMORY / 2L, (long) MEMORY);
		long kept = this.recording.latest((one) -> true, 100_000).stream().mapToLong(RecordedInvocation::memory).sum();
		assertThat(kept).isEqualTo(this.recording.memory());
	}

	private void add(Outcome outcome, int size) {
		this.recording.add((number) -> invocation(number, outcome, size));
	}

	private static RecordedInvocation invocation(long number, Outcome outcome, int size) {
		Excerpt excerpt = new Excerpt(false);
		RecordedValue payload = excerpt.value(new TypedValue("demo/type", ByteString.copyFrom(new byte[size])));
		return new RecordedInvocation(number, 1, 0, "demo/greeter", "ada", null, null, payload, 1, 1, outcome,
				List.of(), List.of(), 0, null, excerpt.memory());
	}

}
