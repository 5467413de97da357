package dev.statefun.type.internal;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LogText}.
 */
class LogTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "ada", "user-1_2.3/4:5", "größe", "ключ-✓", "'\"\\%s" })
	void whenATextIsPlainThenItRemainsAsItIs(String text) {
		assertThat(LogText.name(text)).isSameAs(text);
		assertThat(LogText.line(text)).isSameAs(text);
	}

	@ParameterizedTest
	@CsvSource({ "'a\nb',a<EOL>b", "'a\r\nb',a<EOL><EOL>b", "'\u001b[31mred',?[31mred", "'a\u0000b',a?b",
			"'a\u0085b',a?b", "'a\u2028b\u2029c',a?b?c", "'\u202eabc',?abc", "'\u200b',?", "'a\u007f',a?" })
	void whenATextHasControlCharactersThenTheyAreReplaced(String text, String expected) {
		assertThat(LogText.name(text)).isEqualTo(expected);
		assertThat(LogText.line(text)).isEqualTo(expected);
	}

	@Test
	void whenATextIsLongThenItIsShortened() {
		assertThat(LogText.name("x".repeat(200))).hasSize(200);
		assertThat(LogText.name("x".repeat(1 << 20))).startsWith("x".repeat(200)).hasSizeLessThan(300);
		assertThat(LogText.line("x".repeat(4000))).hasSize(4000);
		assertThat(LogText.line("x".repeat(1 << 20))).startsWith("x".repeat(4000)).hasSizeLessThan(4100);
	}

	@Test
	void whenTheMessagesOfAnExceptionArePlainThenItIsLoggedItself() {
		Exception exception = new IllegalStateException("oh no", new IllegalArgumentException("why"));
		assertThat(LogText.trace(exception)).isSameAs(exception);
	}

	@Test
	void whenAMessageIsNotPlainThenTheTraceIsThatOfTheExceptionAndHasOneLineForTheMessage() {
		Exception cause = new IllegalArgumentException("a\n2026-01-01 ERROR forged\u001b[2J");
		Exception exception = new IllegalStateException("oh no", cause);
		exception.addSuppressed(new IllegalStateException("x".repeat(1 << 20)));
		String trace = trace(LogText.trace(exception));
		assertThat(trace).startsWith("java.lang.IllegalStateException: oh no")
			.contains("Caused by: java.lang.IllegalArgumentException: a<EOL>2026-01-01 ERROR forged?[2J",
					"Suppressed: java.lang.IllegalStateException: xxx",
					"at dev.statefun.type.internal.LogTextTests.whenAMessageIsNotPlain")
			.hasSizeLessThan(100_000);
	}

	@Test
	void whenCausesFormACircleThenTheTraceEnds() {
		Exception first = new IllegalStateException("first\n");
		Exception second = new IllegalStateException("second", first);
		first.initCause(second);
		assertThat(trace(LogText.trace(first))).contains("first<EOL>", "second");
	}

	@Test
	void whenAnExceptionCannotSayWhatItIsThenItsClassIsLogged() {
		Exception exception = new IllegalStateException() {

			@Override
			public String getMessage() {
				throw new UnsupportedOperationException();
			}

		};
		assertThat(LogText.line(exception)).isEqualTo(exception.getClass().getName());
	}

	private static String trace(Throwable thrown) {
		StringWriter writer = new StringWriter();
		thrown.printStackTrace(new PrintWriter(writer));
		return writer.toString();
	}

}
