package dev.statefun.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Web pages in a browser on this machine, or in this network, that try to call functions.
 */
@ParameterizedClass
@EnumSource
class RequestOriginTests {

	private static final String OCTET_STREAM = "Content-Type: application/octet-stream\r\n";

	private final EndpointServer server;

	RequestOriginTests(EndpointServer server) {
		this.server = server;
	}

	/** A page may send other types, or none, to any site without being asked. */
	@Test
	void whenTheContentTypeIsMissingOrAnotherThenNothingReachesAFunction() throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(GatedFunctions.Application.class)) {
			for (String type : List.of("", "Content-Type: \r\n", "Content-Type: text/plain\r\n",
					"Content-Type: multipart/form-data; boundary=x\r\n",
					"Content-Type: application/x-www-form-urlencoded\r\n",
					"Content-Type: text/plain; a=application/octet-stream\r\n")) {
				assertThat(outcome(context, "localhost", type)).as(type).isEqualTo("415 200");
			}
			assertThat(outcome(context, "localhost", "Content-Type: Application/Octet-Stream;a=b\r\n"))
				.isEqualTo("200");
		}
	}

	@Test
	void whenHostsAreListedThenRequestsForOthersAreRefused() throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(GatedFunctions.Application.class,
				"statefun.allowed-hosts=localhost,[::1]")) {
			assertThat(outcome(context, "LOCALHOST:8080", OCTET_STREAM)).isEqualTo("200");
			assertThat(outcome(context, "[::1]", OCTET_STREAM)).isEqualTo("200");
			assertThat(outcome(context, "example.org:8080", OCTET_STREAM)).isEqualTo("403 200");
			assertThat(outcome(context, "127.0.0.1", OCTET_STREAM)).isEqualTo("403 200");
		}
	}

	@Test
	void whenNoHostsAreListedThenRequestsForAnyAreServed() throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(GatedFunctions.Application.class)) {
			assertThat(outcome(context, "example.org:8080", OCTET_STREAM)).isEqualTo("200");
		}
	}

	@Test
	void whenAListedHostHasAPortThenStartupSaysSo() {
		assertThatException()
			.isThrownBy(() -> this.server
				.run(GatedFunctions.Application.class, "statefun.allowed-hosts=localhost,example.org:8080")
				.close())
			.havingRootCause()
			.withMessageContaining("example.org:8080");
	}

	private static String outcome(ConfigurableApplicationContext context, String host, String contentType)
			throws Exception {
		return RawOutcome.of(context, request(host, contentType), request("localhost", OCTET_STREAM));
	}

	private static String request(String host, String contentType) {
		String body = new String(GatedFunctions.quick("hi"), StandardCharsets.ISO_8859_1);
		return "POST /statefun HTTP/1.1\r\nHost: " + host + "\r\n" + contentType + "Content-Length: " + body.length()
				+ "\r\n\r\n" + body;
	}

}
