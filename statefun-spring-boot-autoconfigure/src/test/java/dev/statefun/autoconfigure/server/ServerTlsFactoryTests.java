package dev.statefun.autoconfigure.server;

import java.io.IOException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import dev.statefun.http.netty.StatefunServer;
import dev.statefun.testing.WireClient;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of {@link ServerTlsFactory}, with certificates of an authority of their own.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerTlsFactoryTests {

	private static final String TRUSTSTORE = "spring.ssl.bundle.pem.server.truststore.certificate";

	private final X509Bundle authority = authority();

	private final X509Bundle server = issue("CN=localhost", this.authority);

	private final X509Bundle engine = issue("CN=Engine", this.authority);

	ServerTlsFactoryTests() throws Exception {
	}

	@Test
	void whenThereIsABundleThenTheEndpointIsServedByTls() throws Exception {
		try (ConfigurableApplicationContext context = run("none")) {
			assertThat(context.getBean(StatefunServer.class).url()).hasScheme("https");
			try (SSLSocket socket = connect(context, null); WireClient client = new WireClient(socket)) {
				assertServed(client);
				assertThat(subject(socket)).isEqualTo("CN=localhost");
			}
		}
	}

	@Test
	void whenTheEngineHasToShowACertificateThenItIsServedWithATrustedOneOnly() throws Exception {
		try (ConfigurableApplicationContext context = run("need")) {
			try (WireClient client = new WireClient(connect(context, this.engine))) {
				assertServed(client);
			}
			assertRefused(context, issue("CN=Stranger", authority()));
			assertRefused(context, null);
		}
	}

	@Test
	void whenTheEngineMayShowACertificateThenItIsServedWithoutToo() throws Exception {
		try (ConfigurableApplicationContext context = run("want")) {
			try (WireClient with = new WireClient(connect(context, this.engine));
					WireClient without = new WireClient(connect(context, null))) {
				assertServed(with);
				assertServed(without);
			}
		}
	}

	/** Java would trust all public authorities, of which anyone gets a certificate. */
	@ParameterizedTest
	@ValueSource(strings = { "need", "want" })
	void whenClientsHaveToShowCertificatesAndThereIsNoTruststoreThenStartupSaysSo(String clientAuth) {
		assertThatException().isThrownBy(() -> run(clientAuth, TRUSTSTORE + "=").close())
			.havingRootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.satisfies((ex) -> assertThat(((InvalidConfigurationPropertyValueException) ex).getReason())
				.contains("'server' has no truststore"));
	}

	@Test
	void whenClientsNeedNoCertificatesThenThereNeedsToBeNoTruststore() throws Exception {
		try (ConfigurableApplicationContext context = run("none", TRUSTSTORE + "=");
				WireClient client = new WireClient(connect(context, null))) {
			assertServed(client);
		}
	}

	@Test
	void whenAnUpdatedBundleHasNoTruststoreThenTheOneBeforeIsKept(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run("need")) {
			context.getBean(SslBundleRegistry.class).updateBundle("server", withoutTruststore(this.server));
			assertThat(output).contains("has no truststore");
			try (WireClient client = new WireClient(connect(context, this.engine))) {
				assertServed(client);
			}
			assertRefused(context, issue("CN=Stranger", authority()));
		}
	}

	@Test
	void whenARequestIsRefusedBeforeItHasArrivedThenTheConnectionEndsProperly() throws Exception {
		try (ConfigurableApplicationContext context = run("none", "statefun.max-request-size=1KB");
				WireClient client = new WireClient(connect(context, null))) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 1025",
					"");
			assertThat(client.answer().status()).isEqualTo(413);
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenAClientSpeaksNoTlsThenOthersAreServedNevertheless() throws Exception {
		try (ConfigurableApplicationContext context = run("none");
				WireClient plain = WireClient.connect(StatefunServerTests.port(context));
				WireClient client = new WireClient(connect(context, null))) {
			plain.post("/statefun", "hello");
			assertServed(client);
		}
	}

	@Test
	void whenTheBundleIsUpdatedThenFurtherConnectionsSeeTheNewCertificate() throws Exception {
		try (ConfigurableApplicationContext context = run("none");
				SSLSocket before = connect(context, null);
				WireClient client = new WireClient(before)) {
			assertThat(subject(before)).isEqualTo("CN=localhost");
			X509Bundle renewed = issue("CN=renewed", this.authority);
			context.getBean(SslBundleRegistry.class).updateBundle("server", withoutTruststore(renewed));
			try (SSLSocket after = connect(context, null)) {
				assertThat(subject(after)).isEqualTo("CN=renewed");
			}
			assertServed(client);
		}
	}

	private static SslBundle withoutTruststore(X509Bundle certificate) {
		return SslBundle.of(new PemSslStoreBundle(
				PemSslStore.of(certificate.getCertificatePathList(), certificate.getKeyPair().getPrivate()),
				(PemSslStore) null));
	}

	private static X509Bundle authority() throws Exception {
		return new CertificateBuilder().subject("CN=Authority").setIsCertificateAuthority(true).buildSelfSigned();
	}

	private static X509Bundle issue(String subject, X509Bundle authority) throws Exception {
		return new CertificateBuilder().subject(subject).addSanDnsName("localhost").buildIssuedBy(authority);
	}

	private ConfigurableApplicationContext run(String clientAuth, String... properties) {
		String[] tls = { "statefun.server.port=0", "statefun.server.ssl.bundle=server",
				"statefun.server.ssl.client-auth=" + clientAuth,
				"spring.ssl.bundle.pem.server.keystore.certificate=" + this.server.getCertificatePathPEM(),
				"spring.ssl.bundle.pem.server.keystore.private-key=" + this.server.getPrivateKeyPEM(),
				TRUSTSTORE + "=" + this.authority.getCertificatePEM() };
		return StatefunServerTests.run(StringUtils.concatenateStringArrays(tls, properties));
	}

	private SSLSocket connect(ConfigurableApplicationContext context, @Nullable X509Bundle shown) throws Exception {
		SSLContext ssl = SSLContext.getInstance("TLS");
		ssl.init((shown != null) ? shown.toKeyManagerFactory().getKeyManagers() : null,
				this.authority.toTrustManagerFactory().getTrustManagers(), null);
		return (SSLSocket) ssl.getSocketFactory().createSocket("localhost", StatefunServerTests.port(context));
	}

	private static String subject(SSLSocket socket) throws IOException {
		return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
	}

	private static void assertServed(WireClient client) throws IOException {
		assertThat(client.post("/statefun", ServedFunction.text("Ada")).answer().text()).contains("Ada on ");
	}

	private void assertRefused(ConfigurableApplicationContext context, @Nullable X509Bundle shown) throws Exception {
		try (WireClient client = new WireClient(connect(context, shown))) {
			assertThatIOException().isThrownBy(() -> client.post("/statefun", ServedFunction.text("Ada")).answer());
		}
	}

}
