package dev.statefun.autoconfigure.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import com.google.protobuf.ByteString;
import dev.statefun.Message;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.reactive.StatefunWebHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.testing.EngineRequest;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.codec.Decoder;
import org.springframework.core.codec.Encoder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Only the engine gets through the chains of the documentation, and the rest of the
 * application is as it was.
 */
class SecuringTests {

	private final X509Bundle authority = authority();

	private final X509Bundle server = issue("localhost", this.authority);

	SecuringTests() throws Exception {
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,demo/sync", "SERVLET,demo/async", "REACTIVE,demo/sync", "REACTIVE,demo/async" })
	void whenACertificateIsRequiredThenTheOneOfTheEngineIsLetIn(WebApplicationType type, String function)
			throws Exception {
		try (ConfigurableApplicationContext context = secured(type)) {
			HttpClient engine = client(issue("statefun-engine", this.authority));
			assertThat(post(engine, "https", context, "/statefun", function).statusCode()).isEqualTo(200);
			assertThat(context.getBean(Application.class).calls).hasValue(1);
			assertThat(post(engine, "https", context, "/own", function).statusCode()).as("CSRF protection")
				.isEqualTo(403);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whenACertificateIsRequiredThenNoOtherCallerReachesAFunction(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = secured(type)) {
			assertRefused(post(client(null), "https", context, "/statefun", "demo/sync"));
			assertRefused(post(client(issue("another", this.authority)), "https", context, "/statefun", "demo/sync"),
					(type == WebApplicationType.SERVLET) ? 403 : 401);
			HttpClient stranger = client(issue("statefun-engine", authority()));
			assertThatIOException().isThrownBy(() -> post(stranger, "https", context, "/statefun", "demo/sync"));
			assertThat(context.getBean(Application.class).calls).hasValue(0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,10.1.0.0/16,403", "SERVLET,127.0.0.0/8,200", "REACTIVE,10.1.0.0/16,403",
			"REACTIVE,127.0.0.0/8,200" })
	void whenANetworkIsRequiredThenOnlyItsAddressesAreLetIn(WebApplicationType type, String network, int status)
			throws Exception {
		Class<?> chains = (type == WebApplicationType.SERVLET) ? ServletByNetwork.class : ReactiveByNetwork.class;
		try (ConfigurableApplicationContext context = run(type, chains, "engine.network=" + network,
				"server.address=127.0.0.1", "statefun.path=/fn", "statefun.secret=0123456789abcdef",
				"server.servlet.context-path=/app", "spring.webflux.base-path=/app")) {
			HttpResponse<byte[]> response = post(context, "/app/fn/0123456789abcdef");
			assertThat(response.statusCode()).isEqualTo(status);
			assertThat(response.body().length == 0).isEqualTo(status != 200);
			assertThat(context.getBean(Application.class).calls).hasValue((status != 200) ? 0 : 1);
			assertThat(post(context, "/app/own").statusCode()).as("CSRF protection").isEqualTo(403);
			assertThat(post(context, "/app/fn/wrong").statusCode()).isEqualTo((status != 200) ? 403 : 404);
		}
	}

	@Test
	void whenTheApplicationHasAWebHandlerOfItsOwnThenTheChainIsStillForIt() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.REACTIVE, ReactiveWithOwnHandler.class,
				"engine.network=127.0.0.0/8", "server.address=127.0.0.1")) {
			assertThat(post(context, "/statefun").statusCode()).isEqualTo(200);
			assertThat(post(context, "/own").statusCode()).as("CSRF protection").isEqualTo(403);
		}
	}

	@Test
	void whenTheEndpointIsOnAPortOfItsOwnThenItsPathIsLikeAnyOther() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, ServletByNetwork.class,
				"engine.network=127.0.0.0/8", "server.address=127.0.0.1", "statefun.server.port=0")) {
			assertThat(post(context, "/statefun").statusCode()).as("CSRF protection").isEqualTo(403);
		}
	}

	private ConfigurableApplicationContext secured(WebApplicationType type) {
		Class<?> chains = (type == WebApplicationType.SERVLET) ? ServletByCertificate.class
				: ReactiveByCertificate.class;
		return run(type, chains, "server.ssl.bundle=server", "server.ssl.client-auth=want",
				"spring.ssl.bundle.pem.server.keystore.certificate=" + this.server.getCertificatePathPEM(),
				"spring.ssl.bundle.pem.server.keystore.private-key=" + this.server.getPrivateKeyPEM(),
				"spring.ssl.bundle.pem.server.truststore.certificate=" + this.authority.getCertificatePEM());
	}

	private static X509Bundle authority() throws Exception {
		return new CertificateBuilder().subject("CN=Authority").setIsCertificateAuthority(true).buildSelfSigned();
	}

	private static X509Bundle issue(String commonName, X509Bundle authority) throws Exception {
		return new CertificateBuilder().subject("CN=" + commonName).addSanDnsName("localhost").buildIssuedBy(authority);
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, Class<?> chains, String... properties) {
		return new SpringApplicationBuilder(Application.class, chains).web(type)
			.properties("server.port=0", "logging.level.root=warn")
			.properties(properties)
			.run();
	}

	private HttpClient client(@Nullable X509Bundle shown) throws Exception {
		SSLContext ssl = SSLContext.getInstance("TLS");
		ssl.init((shown != null) ? shown.toKeyManagerFactory().getKeyManagers() : null,
				this.authority.toTrustManagerFactory().getTrustManagers(), null);
		return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(ssl).build();
	}

	/**
	 * Over a connection of its own: Reactor Netty 1.3.7 may not read on after an answer
	 * of Spring Security's (its issue 4361).
	 */
	private HttpResponse<byte[]> post(ConfigurableApplicationContext context, String path) throws Exception {
		return post(client(null), "http", context, path, "demo/sync");
	}

	private static HttpResponse<byte[]> post(HttpClient client, String scheme, ConfigurableApplicationContext context,
			String path, String function) throws Exception {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		String host = scheme.equals("https") ? "localhost" : "127.0.0.1";
		return client.send(HttpRequest.newBuilder(URI.create(scheme + "://" + host + ":" + port + path))
			.header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers
				.ofByteArray(EngineRequest.v3(function, "ada", "none", "demo/Text", ByteString.copyFromUtf8("hi"))))
			.build(), BodyHandlers.ofByteArray());
	}

	private static void assertRefused(HttpResponse<byte[]> response) {
		assertRefused(response, 403);
	}

	private static void assertRefused(HttpResponse<byte[]> response, int status) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEmpty();
	}

	@RestController
	@EnableAutoConfiguration
	static class Application {

		private final AtomicInteger calls = new AtomicInteger();

		@StatefunFunction("demo/sync")
		void sync(Message message) {
			this.calls.incrementAndGet();
		}

		@StatefunFunction("demo/async")
		CompletionStage<?> async(Message message) {
			return CompletableFuture.runAsync(() -> sync(message),
					CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
		}

		@PostMapping("/own")
		String own() {
			return "own";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(Securing.ByCertificate.class)
	static class ServletByCertificate extends OwnChain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(Securing.ByNetwork.class)
	static class ServletByNetwork extends OwnChain {

	}

	/** What an application has for itself. */
	static class OwnChain {

		@Bean
		SecurityFilterChain own(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import(SecuringReactive.ByCertificate.class)
	static class ReactiveByCertificate extends OwnReactiveChain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import(SecuringReactive.ByNetwork.class)
	static class ReactiveByNetwork extends OwnReactiveChain {

	}

	/** What an application has for itself. */
	static class OwnReactiveChain {

		@Bean
		SecurityWebFilterChain own(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveWithOwnHandler extends ReactiveByNetwork {

		@Bean
		StatefunWebHandler ownWebHandler(RequestReplyEndpoint endpoint, Decoder<InvocationBatch> decoder,
				Encoder<InvocationResult> encoder) {
			return new StatefunWebHandler(endpoint, new EndpointPath("/statefun", null), decoder, encoder,
					Schedulers.boundedElastic());
		}

	}

}
