package dev.statefun.console.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleAccessTests {

	private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "[::1]");

	private final ConsoleAccess access = new ConsoleAccess(false, false, HOSTS);

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.9.9.9", "::1" })
	void whenABrowserOnThisMachineAsksThenItIsAdmitted(String remote) throws Exception {
		assertThat(refusal(this.access, remote, "/api/status", Map.of())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "192.168.1.7", "10.0.0.1", "8.8.8.8", "fe80::1" })
	void whenAnotherMachineAsksThenItIsRefusedUnlessAllowed(String remote) throws Exception {
		assertThat(refusal(this.access, remote, "/", Map.of())).contains("statefun.console.allow-remote");
		assertThat(refusal(new ConsoleAccess(true, false, HOSTS), remote, "/", Map.of())).isNull();
	}

	@Test
	void whenTheSenderIsUnknownThenItIsRefused() {
		assertThat(this.access.refusal(new ConsoleRequest("GET", "/", Map.of(), Map.of("host", "localhost"), null)))
			.isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "forwarded", "x-forwarded-for", "x-forwarded-anything", "via", "x-real-ip" })
	void whenAProxyForwardedTheRequestThenItIsRefusedUnlessAllowed(String header) throws Exception {
		Map<String, String> headers = Map.of(header, "127.0.0.1");
		assertThat(refusal(this.access, "127.0.0.1", "/", headers)).contains("statefun.console.allow-forwarded");
		assertThat(refusal(new ConsoleAccess(false, true, HOSTS), "127.0.0.1", "/", headers)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:8080", "localhost.evil.example", "169.254.169.254" })
	void whenTheRequestIsForAnotherHostThenItIsRefused(String host) throws Exception {
		assertThat(refusal(this.access, "127.0.0.1", "/", Map.of("host", host)))
			.contains("statefun.console.allowed-hosts");
	}

	@Test
	void whenThereIsNoHostThenTheRequestIsRefused() {
		assertThat(this.access
			.refusal(new ConsoleRequest("GET", "/", Map.of(), Map.of(), InetAddress.getLoopbackAddress()))).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "null", "http://localhost:9090", "http://localhost.evil", "" })
	void whenThePageIsOfAnotherOriginThenItIsRefused(String origin) throws Exception {
		assertThat(refusal(this.access, "127.0.0.1", "/api/status", Map.of("origin", origin))).contains("another site");
	}

	@Test
	void whenThePageIsTheConsolesThenItIsAdmitted() throws Exception {
		assertThat(refusal(this.access, "127.0.0.1", "/api/status",
				Map.of("origin", "http://localhost:8080", "sec-fetch-site", "same-origin")))
			.isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/api/status,no-cors,script,true", "/api/status,navigate,document,true", "/,navigate,document,false",
			"/,navigate,iframe,true", "/console.js,no-cors,script,true" })
	void whenAnotherSiteLeadsHereThenOnlyALinkToAPageIsAdmitted(String path, String mode, String dest, boolean refused)
			throws Exception {
		String refusal = refusal(this.access, "127.0.0.1", path,
				Map.of("sec-fetch-site", "cross-site", "sec-fetch-mode", mode, "sec-fetch-dest", dest));
		assertThat(refusal != null).isEqualTo(refused);
	}

	private static @Nullable String refusal(ConsoleAccess access, String remote, String path,
			Map<String, String> headers) throws UnknownHostException {
		Map<String, String> all = new HashMap<>(Map.of("host", "localhost:8080"));
		all.putAll(headers);
		return access.refusal(new ConsoleRequest("GET", path, Map.of(), all, InetAddress.getByName(remote)));
	}

}
