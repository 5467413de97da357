package dev.statefun.engine;

import java.time.Duration;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.engine.ClientAnswers.Read;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ClientAnswers}.
 */
class ClientAnswersTests {

	private final ClientAnswers answers = new ClientAnswers(3, 100);

	@Test
	void whenAClientSaysWhereItStandsThenItGetsWhatCameAfter() throws InterruptedException {
		add("a", "b");
		Read first = read("");
		assertThat(first.answers()).containsExactly(bytes("a"), bytes("b"));
		add("c");
		assertThat(read(first.position()).answers()).containsExactly(bytes("c"));
	}

	@Test
	void whenAResponseIsLostThenTheSameAnswersComeAgain() throws InterruptedException {
		add("a");
		assertThat(read("").answers()).isEqualTo(read("").answers());
		String position = read("").position();
		add("b");
		assertThat(read(position).answers()).isEqualTo(read(position).answers()).containsExactly(bytes("b"));
	}

	@Test
	void whenTheEngineIsAnotherOneThenAClientStartsAnew() throws InterruptedException {
		add("a");
		assertThat(read("another:7").answers()).containsExactly(bytes("a"));
	}

	@Test
	void whenThereIsNoAnswerThenTheReadEndsInTime() throws InterruptedException {
		Read none = read("");
		assertThat(none.answers()).isEmpty();
		add("a");
		assertThat(read(none.position()).answers()).containsExactly(bytes("a"));
	}

	@Test
	void whenNobodyReadsThenTheLatestAreKept() throws InterruptedException {
		add("a", "b", "c", "d");
		assertThat(read("").answers()).containsExactly(bytes("b"), bytes("c"), bytes("d"));
		this.answers.add("x", ByteString.copyFrom(new byte[101]));
		this.answers.add("x", bytes("e"));
		assertThat(read("").answers()).containsExactly(bytes("e"));
	}

	private void add(String... texts) {
		List.of(texts).forEach((text) -> this.answers.add("x", bytes(text)));
	}

	private Read read(String position) throws InterruptedException {
		return this.answers.read("x", position, Duration.ofMillis(1));
	}

	private static ByteString bytes(String text) {
		return ByteString.copyFromUtf8(text);
	}

}
