package dev.statefun.embedded;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.EndpointPath;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link WebServerEndpoint}.
 */
class WebServerEndpointTests {

	private final ServletWebServerApplicationContext context = mock(ServletWebServerApplicationContext.class);

	private final ServerProperties server = new ServerProperties();

	@Test
	void whenNothingIsConfiguredThenEndpointIsOnLocalhost() {
		assertThat(endpoint("").get().url()).isEqualTo(URI.create("http://localhost:4711/statefun"));
	}

	@Test
	void whenPathsAreBelowOthersThenTheseComeFirst() {
		assertThat(endpoint("/app").get().url()).isEqualTo(URI.create("http://localhost:4711/app/statefun"));
	}

	@Test
	void whenServerHasAddressThenEndpointHasIt() throws Exception {
		this.server.setAddress(InetAddress.getByName("127.0.0.2"));
		assertThat(endpoint("").get().url().getHost()).isEqualTo("127.0.0.2");
		this.server.setAddress(InetAddress.getByName("::1"));
		assertThat(endpoint("").get().url().getHost()).isEqualTo("[0:0:0:0:0:0:0:1]");
		this.server.setAddress(InetAddress.getByName("0.0.0.0"));
		assertThat(endpoint("").get().url().getHost()).isEqualTo("localhost");
	}

	@Test
	void whenServerSpeaksTlsThenItSaysWhatToDo() {
		this.server.setSsl(new Ssl());
		assertThatExceptionOfType(EmbeddedEngineException.class).isThrownBy(endpoint("")::get)
			.withMessageContaining("server.ssl.enabled=false");
		this.server.getSsl().setEnabled(false);
		assertThat(endpoint("").get().url().getScheme()).isEqualTo("http");
	}

	@Test
	void whenThereIsNoWebServerThenEndpointIsNotAvailable() {
		WebServerEndpoint endpoint = new WebServerEndpoint(new GenericWebApplicationContext(),
				() -> new FunctionRegistry(List.of()), this.server, UnaryOperator.identity(),
				new EndpointPath("/statefun", null));
		assertThat(endpoint.isAvailable()).isFalse();
		assertThatIllegalStateException().isThrownBy(endpoint::get);
	}

	private WebServerEndpoint endpoint(String basePath) {
		WebServer webServer = mock(WebServer.class);
		given(webServer.getPort()).willReturn(4711);
		given(this.context.getWebServer()).willReturn(webServer);
		return new WebServerEndpoint(this.context, () -> new FunctionRegistry(List.of()), this.server, basePath::concat,
				new EndpointPath("/statefun", null));
	}

}
