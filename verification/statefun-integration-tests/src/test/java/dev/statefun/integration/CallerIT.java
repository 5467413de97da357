package dev.statefun.integration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.annotation.StatefunFunction;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Only an engine with the right certificate, or the right secret, reaches functions.
 */
class CallerIT {

	private static final int RECORDS = 100;

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private final X509Bundle authority = authority();

	private final X509Bundle server = issue("localhost", this.authority);

	@TempDir
	private Path directory;

	CallerIT() throws Exception {
	}

	@ParameterizedTest
	@CsvSource({ "statefun.server", "server" })
	void whenTheEngineShowsTheRightCertificateThenItIsServed(String port) throws Exception {
		try (ConfigurableApplicationContext context = runWithTls(port);
				Engine engine = start(https(context, issue("engine", this.authority), "1m"))) {
			assertThat(engine.awaitCommitted(RECORDS, Duration.ofMinutes(1))).hasSize(RECORDS);
		}
	}

	@ParameterizedTest
	@CsvSource({ "statefun.server", "server" })
	void whenTheEngineShowsNoneOrAnotherCertificateThenNothingReachesAFunction(String port) throws Exception {
		try (ConfigurableApplicationContext context = runWithTls(port);
				Engine without = start(https(context, null, "2s"));
				Engine stranger = start(https(context, issue("engine", authority()), "2s"))) {
			awaitFailure(without);
			awaitFailure(stranger);
			assertThat(context.getBean(EchoFunction.class).calls).hasValue(0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "statefun.server.port=0, async", "statefun.server.port=0, okhttp", "server.port=0, async" })
	void whenTheEngineKnowsTheSecretThenItIsServed(String port, String transport) {
		try (ConfigurableApplicationContext context = run("--" + port, "--statefun.secret=" + SECRET);
				Engine engine = start(Endpoint.of("it/echo", URI.create(Endpoints.url(context) + "/" + SECRET))
					.withTransport(transport))) {
			assertThat(engine.awaitCommitted(RECORDS, Duration.ofMinutes(1))).hasSize(RECORDS);
		}
	}

	@Test
	void whenTheEngineKnowsAnotherSecretThenNothingReachesAFunction() {
		try (ConfigurableApplicationContext context = run("--statefun.server.port=0", "--statefun.secret=" + SECRET);
				Engine engine = start(Endpoint.of("it/echo", URI.create(Endpoints.url(context) + "/wrong")))) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> registry.find("http.server.requests").tags("status", "404").timer() != null);
			assertThat(context.getBean(EchoFunction.class).calls).hasValue(0);
			assertThat(engine.committed()).isEmpty();
		}
	}

	private static Engine start(Endpoint endpoint) {
		return Engine.builder(EngineVersion.V3_3_0).endpoint(endpoint).records(RECORDS, 10, "it/echo").start();
	}

	/** The job fails when its calls have done so for as long as they may. */
	private static void awaitFailure(Engine engine) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> engine.restarts() > 0);
		assertThat(engine.committed()).isEmpty();
	}

	private Endpoint https(ConfigurableApplicationContext context, @Nullable X509Bundle shown, String call)
			throws IOException {
		URI url = Endpoints.url(context);
		Endpoint endpoint = Endpoint.of("it/echo", URI.create(url.toString().replaceFirst("^http:", "https:")))
			.withTransportOption("call", call)
			.withTransportOption("trust_cacerts", file(this.authority.getCertificatePEM()));
		return (shown == null) ? endpoint
				: endpoint.withTransportOption("client_cert", file(shown.getCertificatePathPEM()))
					.withTransportOption("client_key", file(shown.getPrivateKeyPEM()));
	}

	private String file(String pem) throws IOException {
		return Files.writeString(Files.createTempFile(this.directory, "engine", ".pem"), pem).toString();
	}

	private ConfigurableApplicationContext runWithTls(String port) {
		return run("--" + port + ".port=0", "--" + port + ".ssl.bundle=server", "--" + port + ".ssl.client-auth=need",
				"--spring.ssl.bundle.pem.server.keystore.certificate=" + this.server.getCertificatePathPEM(),
				"--spring.ssl.bundle.pem.server.keystore.private-key=" + this.server.getPrivateKeyPEM(),
				"--spring.ssl.bundle.pem.server.truststore.certificate=" + this.authority.getCertificatePEM());
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(EchoApplication.class).properties("server.port=0")
			.run(StringUtils.concatenateStringArrays(new String[] { "--logging.level.root=warn" }, arguments));
	}

	private static X509Bundle authority() throws Exception {
		return new CertificateBuilder().subject("CN=Authority").setIsCertificateAuthority(true).buildSelfSigned();
	}

	private static X509Bundle issue(String commonName, X509Bundle authority) throws Exception {
		return new CertificateBuilder().rsa2048()
			.subject("CN=" + commonName)
			.addSanDnsName("localhost")
			.buildIssuedBy(authority);
	}

	/**
	 * An application with a function.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(EchoFunction.class)
	static class EchoApplication {

	}

	/**
	 * Answers each number with itself.
	 */
	static class EchoFunction {

		private final AtomicInteger calls = new AtomicInteger();

		@StatefunFunction("it/echo")
		void echo(Long number, Context context) {
			this.calls.incrementAndGet();
			context.send(EgressMessage.of("test/out", number.toString()));
		}

	}

}
