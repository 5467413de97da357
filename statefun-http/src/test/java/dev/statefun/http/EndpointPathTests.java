package dev.statefun.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EndpointPath}.
 */
class EndpointPathTests {

	private static final String SECRET = "correct-horse.battery_staple~9";

	private final EndpointPath path = new EndpointPath("/fn/v1", null);

	@ParameterizedTest
	@ValueSource(strings = { "/fn/v1", "/fn/v1?", "/fn/v1?secret=%2F", "http://localhost:8080/fn/v1?x",
			"HTTPS://[::1]/fn/v1" })
	void whenTheTargetHasThePathThenItMatches(String target) {
		assertThat(this.path.matches(target)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "*", "/fn/v1/", "/fn/v10", "/fn/v", "/fn%2Fv1", "/fn%2fv1?x", "/x?/fn/v1",
			"//fn/v1", "//localhost/fn/v1", "/fn/v%", "\\", "localhost:80", "/%66n/v1?x", "/fn/v1;a=b", "/fn/v1#f",
			"/fn/v1?x#f", "x:/fn/v1", "ftp://localhost/fn/v1", "http:///fn/v1", "http://u@localhost/fn/v1", "http://",
			"http://localhost" })
	void whenTheTargetHasAnotherThenItDoesNot(String target) {
		assertThat(this.path.matches(target)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fn/v1/" + SECRET, "/fn/v1/" + SECRET + "?x" })
	void whenItHasASecretThenTheTargetHasToTellIt(String target) {
		assertThat(secured("/fn/v1").matches(target)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fn/v1", "/fn/v1/", "/fn/v1/wrong", "/fn/v1/" + SECRET + "/", "/fn/v1/" + SECRET + "0",
			"/fn/v1?/" + SECRET, "/fn/v1%2F" + SECRET, "/fn/v1/{secret}", "/fn/v2/" + SECRET, "/" + SECRET,
			"/fn/v1/%63orrect-horse.battery_staple~9", "/fn/v1/" + SECRET + ";a=b" })
	void whenTheTargetTellsAnotherSecretThenItDoesNotMatch(String target) {
		assertThat(secured("/fn/v1").matches(target)).isFalse();
	}

	/** Clients encode it. */
	@Test
	void whenThePathIsNotOfAsciiThenTheTargetHasItEncoded() {
		EndpointPath other = new EndpointPath("/gr\u00f6\u00dfe", null);
		assertThat(other.matches("/gr%C3%B6%C3%9Fe")).isTrue();
		assertThat(other.matches("/gr\u00f6\u00dfe")).isFalse();
	}

	@Test
	void whenThePathEndsInASlashThenTheSecretFollows() {
		assertThat(secured("/").matches("/" + SECRET)).isTrue();
		assertThat(secured("/fn/").matches("/fn/" + SECRET)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "/,/x", "/fn,/fn/x", "/fn/,/fn/x", "http://localhost:8080,http://localhost:8080/x",
			"http://localhost:8080/,http://localhost:8080/x",
			"http+unix:///tmp/s.sock/fn,http+unix:///tmp/s.sock/fn/x" })
	void whenASegmentIsAppendedThenThereIsOneSlashInBetween(String base, String expected) {
		assertThat(EndpointPath.append(base, "x")).isEqualTo(expected);
	}

	@Test
	void whenItIsPrintedThenItDoesNotTellTheSecret() {
		assertThat(secured("/fn/v1")).hasToString("/fn/v1/{secret}");
		assertThat(this.path).hasToString("/fn/v1");
	}

	private static EndpointPath secured(String path) {
		return new EndpointPath(path, EndpointSecret.of(SECRET));
	}

}
