package dev.statefun.integration.tls;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import dev.statefun.http.netty.StatefunServer;
import dev.statefun.integration.Endpoint;
import dev.statefun.integration.Endpoints;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.EngineVersion;
import dev.statefun.integration.Proves;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The engine and the application know each other by certificates.
 */
class MutualTlsIT {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final X509Bundle authority = authority();

	private final X509Bundle otherAuthority = authority();

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext application;

	MutualTlsIT() throws Exception {
	}

	@BeforeEach
	void startApplication() throws Exception {
		write("server", issue("CN=localhost", this.authority));
		write("engine", issue("CN=Engine", this.authority));
		Files.writeString(path("authority.pem"), this.authority.getCertificatePEM());
		Files.writeString(path("authorities.pem"),
				this.authority.getCertificatePEM() + this.otherAuthority.getCertificatePEM());
		this.application = new SpringApplicationBuilder(TlsApplication.class)
			.properties("server.port=0", "statefun.server.port=0", "statefun.server.ssl.bundle=server",
					"statefun.server.ssl.client-auth=need", "spring.ssl.bundle.pem.server.reload-on-update=true",
					"spring.ssl.bundle.watch.file.quiet-period=200ms",
					"spring.ssl.bundle.pem.server.keystore.certificate=" + path("server.pem"),
					"spring.ssl.bundle.pem.server.keystore.private-key=" + path("server.key"),
					"spring.ssl.bundle.pem.server.truststore.certificate=" + path("authority.pem"))
			.run();
	}

	@AfterEach
	void stopApplication() {
		this.application.close();
	}

	@Test
	@Proves(value = "mutual TLS; a certificate is renewed without a restart", with = EngineSetup.V3_3_0_ASYNC)
	void whenACertificateIsRenewedThenTheEngineGoesOnWithTheNewOne() throws Exception {
		try (Engine engine = engine("engine", "authorities.pem", "1m")) {
			engine.send("it/echo/one", "before");
			assertThat(engine.awaitCommitted(1, PATIENCE)).hasSize(1);
			assertThat(issuedByOther()).isFalse();
			write("server", issue("CN=localhost", this.otherAuthority));
			await().atMost(PATIENCE).until(this::issuedByOther);
			// Connections of the old certificate are not kept for longer than a second
			engine.send("it/echo/one", "after");
			assertThat(engine.awaitCommitted(2, PATIENCE)).extracting((committed) -> committed.asString())
				.containsExactlyInAnyOrder("before", "after");
			assertThat(engine.restarts()).isZero();
		}
	}

	@Test
	@Proves(value = "an engine with a wrong certificate is refused", with = EngineSetup.V3_3_0_ASYNC)
	void whenTheEnginesCertificateIsOfAnotherAuthorityThenItIsRefused() throws Exception {
		write("engine", issue("CN=Engine", this.otherAuthority));
		assertRefused("engine", "authority.pem");
	}

	@Test
	@Proves(value = "an engine with an expired certificate is refused", with = EngineSetup.V3_3_0_ASYNC)
	void whenTheEnginesCertificateHasExpiredThenItIsRefused() throws Exception {
		Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS);
		write("engine",
				new CertificateBuilder().subject("CN=Engine")
					.notBefore(yesterday.minus(1, ChronoUnit.DAYS))
					.notAfter(yesterday)
					.buildIssuedBy(this.authority));
		assertRefused("engine", "authority.pem");
	}

	@Test
	@Proves(value = "an application with a wrong certificate is refused", with = EngineSetup.V3_3_0_ASYNC)
	void whenTheApplicationsCertificateIsOfAnotherAuthorityThenTheEngineRefusesIt() throws Exception {
		Files.writeString(path("other.pem"), this.otherAuthority.getCertificatePEM());
		assertRefused("engine", "other.pem");
	}

	private void assertRefused(String certificate, String trusted) throws Exception {
		try (Engine engine = engine(certificate, trusted, "3s")) {
			engine.send("it/echo/one", "hello");
			// The engine tries for as long as a call may take, then its job fails
			await().atMost(PATIENCE).until(() -> engine.restarts() > 0);
			assertThat(engine.committed()).isEmpty();
			assertThat(this.application.getBean(TlsApplication.EchoFunction.class).calls()).isZero();
		}
	}

	private Engine engine(String certificate, String trusted, String call) {
		URI url = Endpoints.url(this.application);
		assertThat(url).hasScheme("https");
		return Engine.builder(EngineVersion.V3_3_0)
			.endpoint(Endpoint.of("it/*", url)
				.withTransportOption("call", call)
				.withTransportOption("connect", "3s")
				.withTransportOption("pool_ttl", "1s")
				.withTransportOption("trust_cacerts", path(trusted).toString())
				.withTransportOption("client_cert", path(certificate + ".pem").toString())
				.withTransportOption("client_key", path(certificate + ".key").toString()))
			.start();
	}

	/** What another client sees. */
	private boolean issuedByOther() throws Exception {
		SSLContext ssl = SSLContext.getInstance("TLS");
		ssl.init(issue("CN=Client", this.authority).toKeyManagerFactory().getKeyManagers(),
				new TrustManager[] { new TrustAll() }, null);
		int port = this.application.getBean(StatefunServer.class).port();
		try (SSLSocket socket = (SSLSocket) ssl.getSocketFactory().createSocket("localhost", port)) {
			X509Certificate seen = (X509Certificate) socket.getSession().getPeerCertificates()[0];
			seen.verify(this.otherAuthority.getCertificate().getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private static X509Bundle authority() throws Exception {
		return new CertificateBuilder().subject("CN=Authority").setIsCertificateAuthority(true).buildSelfSigned();
	}

	private static X509Bundle issue(String subject, X509Bundle authority) throws Exception {
		return new CertificateBuilder().subject(subject).addSanDnsName("localhost").buildIssuedBy(authority);
	}

	private void write(String name, X509Bundle bundle) throws IOException {
		Files.writeString(path(name + ".pem"), bundle.getCertificatePathPEM());
		Files.writeString(path(name + ".key"), bundle.getPrivateKeyPEM());
	}

	private Path path(String name) {
		return this.directory.resolve(name);
	}

	/**
	 * Only looks at what it is shown.
	 */
	private static final class TrustAll implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
