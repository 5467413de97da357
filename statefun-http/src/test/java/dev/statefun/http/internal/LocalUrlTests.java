package dev.statefun.http.internal;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LocalUrl}.
 */
class LocalUrlTests {

	@ParameterizedTest
	@CsvSource({ "0.0.0.0,localhost", "::,localhost", "192.0.2.1,192.0.2.1", "2001:db8::1,[2001:db8:0:0:0:0:0:1]" })
	void whenTheServerIsBoundToAnAddressThenTheUrlHasIt(String address, String host) throws Exception {
		assertThat(LocalUrl.of("https", InetAddress.getByName(address), 8443, "/fn"))
			.hasToString("https://" + host + ":8443/fn");
	}

	@Test
	void whenTheServerIsBoundToNoAddressThenTheUrlHasLocalhost() {
		assertThat(LocalUrl.of("http", null, 8080, "/fn")).hasToString("http://localhost:8080/fn");
	}

}
