package dev.statefun.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IncidentsTests {

	private final List<Runnable> afterAMinute = new ArrayList<>();

	private final List<String> lines = new ArrayList<>();

	private final Incidents incidents = new Incidents(this.afterAMinute::add);

	@Test
	void whenEventsOfOneKindFollowThenTheyAreCountedAfterAMinute() {
		log("a", "first");
		log("a", "second");
		log("a", "third");
		assertThat(this.lines).containsExactly("first");
		passAMinute();
		assertThat(this.lines).hasSize(2);
		assertThat(this.lines.get(1)).startsWith("2 more").endsWith("third");
	}

	@Test
	void whenNoEventFollowsThenThereIsNothingToSumUp() {
		log("a", "only");
		passAMinute();
		assertThat(this.lines).containsExactly("only");
	}

	@Test
	void whenAMinuteIsOverThenTheNextEventIsTheFirstAgain() {
		log("a", "first");
		log("a", "second");
		passAMinute();
		log("a", "third");
		assertThat(this.lines).hasSize(3).endsWith("third");
		passAMinute();
		assertThat(this.lines).hasSize(3);
	}

	@Test
	void whenKindsDifferThenEachHasItsLine() {
		log("a", "of a");
		log("b", "of b");
		assertThat(this.lines).containsExactly("of a", "of b");
	}

	@Test
	void whenThereAreTooManyKindsThenTheOthersCountAsOne() {
		IntStream.range(0, 10_000).forEach((i) -> log(i, "line " + i));
		assertThat(this.lines).hasSizeLessThan(200);
		passAMinute();
		assertThat(this.lines).last().asString().startsWith("9899 more").endsWith("line 9999");
		log(9_999, "line");
		assertThat(this.lines).last().isEqualTo("line");
	}

	@Test
	void whenClosedThenWhatWasCountedIsSummedUpAtOnce() {
		log("a", "first");
		log("a", "second");
		this.incidents.close();
		assertThat(this.lines).hasSize(2).last().asString().startsWith("1 more").endsWith("second");
		passAMinute();
		assertThat(this.lines).hasSize(2);
	}

	@Test
	void whenClosedThenEachEventHasItsLine() {
		this.incidents.close();
		log("a", "first");
		log("a", "second");
		assertThat(this.lines).containsExactly("first", "second");
	}

	private void log(Object kind, String text) {
		this.incidents.log(kind, text, this.lines::add, this.lines::add);
	}

	private void passAMinute() {
		List<Runnable> tasks = List.copyOf(this.afterAMinute);
		this.afterAMinute.clear();
		tasks.forEach(Runnable::run);
	}

}
