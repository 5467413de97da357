package dev.statefun.http;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AllowedHosts}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AllowedHostsTests {

	private final AllowedHosts hosts = AllowedHosts.of(List.of("LocalHost", "[::1]", "127.0.0.1"));

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST:8080", "[::1]", "[::1]:80", "127.0.0.1:1", "localhost:" })
	void whenAHostIsListedThenItIsAllowedOnAnyPort(String host) {
		assertThat(this.hosts.allow(host)).isTrue();
	}

	@Test
	void whenThereIsNoHostThenItIsNoBrowserThatAsks() {
		assertThat(this.hosts.allow(null)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "example.org", "localhost.example.org", "example.org:localhost", "[::2]", "::1",
			"127.0.0.10" })
	void whenAHostIsNotListedThenItIsNotAllowed(String host) {
		assertThat(this.hosts.allow(host)).isFalse();
	}

	@Test
	void whenAHostIsRefusedAgainAndAgainThenTheLogSaysSoOnce(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			assertThat(this.hosts.allow("example.org")).isFalse();
		}
		assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("'statefun.allowed-hosts'"))
			.singleElement()
			.asString()
			.contains("'example.org'");
	}

	@Test
	void whenNoneIsListedThenAnyIsAllowed() {
		assertThat(AllowedHosts.of(List.of()).allow("example.org")).isTrue();
		assertThat(AllowedHosts.any().allow(null)).isTrue();
	}

}
