package dev.statefun.embedded;

import java.net.URI;
import java.util.Set;

import dev.statefun.autoconfigure.EndpointSecret;
import dev.statefun.embedded.EmbeddedEngineProperties.Transport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ModuleFile}.
 */
class ModuleFileTests {

	private final FunctionEndpoint endpoint = new FunctionEndpoint(URI.create("http://localhost:8080/statefun"), null,
			Set.of("demo/b", "demo/a"));

	@Test
	void whenFunctionsAreGivenThenEachHasItsEndpoint() {
		assertThat(ModuleFile.of(this.endpoint, Transport.ASYNC, "")).isEqualTo("""
				kind: io.statefun.endpoints.v2/http
				spec:
				  functions: 'demo/a'
				  urlPathTemplate: 'http://localhost:8080/statefun'
				  transport:
				    type: io.statefun.transports.v1/async
				---
				kind: io.statefun.endpoints.v2/http
				spec:
				  functions: 'demo/b'
				  urlPathTemplate: 'http://localhost:8080/statefun'
				  transport:
				    type: io.statefun.transports.v1/async
				""");
	}

	@Test
	void whenTheEndpointHasASecretThenTheEngineKnowsItAndNobodyElseDoes() {
		FunctionEndpoint secured = new FunctionEndpoint(this.endpoint.url(), EndpointSecret.of("0123456789abcdef"),
				Set.of("demo/a"));
		assertThat(ModuleFile.of(secured, Transport.ASYNC, ""))
			.contains("urlPathTemplate: 'http://localhost:8080/statefun/0123456789abcdef'\n");
		assertThat(secured.toString()).doesNotContain("0123456789abcdef");
	}

	@Test
	void whenFurtherDocumentsAreGivenThenTheyFollow() {
		assertThat(ModuleFile.of(this.endpoint, Transport.OKHTTP, "kind: io.statefun.kafka.v1/egress\n"))
			.contains("type: io.statefun.transports.v1/okhttp")
			.endsWith("---\nkind: io.statefun.kafka.v1/egress\n");
	}

}
