package dev.statefun.http.netty;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

import dev.statefun.http.EndpointPath;
import dev.statefun.testing.WireClient;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.NettyRuntime;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of {@link ServerTls} and {@link TlsHandshake}.
 */
class ServerTlsTests {

	private final X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
		.setIsCertificateAuthority(true)
		.addSanDnsName("localhost")
		.buildSelfSigned();

	private final Keys keys = new Keys(this.certificate);

	private final NettyServer server = server();

	private final int port = this.server.listen(null, 0, new ServerTls(context(this.keys)));

	private final ExecutorService clients = Executors.newCachedThreadPool();

	ServerTlsTests() throws Exception {
	}

	@AfterEach
	void close() {
		this.keys.go.countDown();
		this.clients.shutdownNow();
		this.server.close();
	}

	@Test
	void whenAClientNegotiatesAgainThenTheConnectionIsClosed() throws Exception {
		for (int i = 0; i < 10; i++) {
			try (SSLSocket socket = connect("TLSv1.2"); WireClient client = new WireClient(socket)) {
				assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Ada");
				assertThatIOException().isThrownBy(() -> {
					socket.startHandshake();
					TextEndpoint.exchange(client, "Eve");
				});
			}
		}
		assertThat(this.keys.handshakes).hasSize(10);
	}

	@Test
	void whenASessionIsResumedThenAClientCannotNegotiateAgainEither() throws Exception {
		SSLContext ssl = clientContext();
		for (int i = 0; i < 3; i++) {
			try (SSLSocket socket = connect(ssl, "TLSv1.2"); WireClient client = new WireClient(socket)) {
				assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Ada");
				socket.getSession().invalidate();
				assertThatIOException().isThrownBy(() -> {
					socket.startHandshake();
					TextEndpoint.exchange(client, "Eve");
				});
			}
		}
	}

	/** TLS 1.3 has no renegotiation. Its messages after the handshake are harmless. */
	@Test
	void whenAClientUpdatesItsKeysThenTheConnectionIsKept() throws Exception {
		try (SSLSocket socket = connect("TLSv1.3"); WireClient client = new WireClient(socket)) {
			assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Ada");
			socket.startHandshake();
			assertThat(TextEndpoint.exchange(client, "Eve")).isEqualTo("Eve");
		}
	}

	@Test
	void whenHandshakesTakeLongThenOtherConnectionsAreServed() throws Exception {
		try (SSLSocket socket = connect("TLSv1.3"); WireClient client = new WireClient(socket)) {
			assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Ada");
			this.keys.slow = true;
			List<Future<?>> waiting = new ArrayList<>();
			for (int i = 0; i < 2 * NettyRuntime.availableProcessors(); i++) {
				waiting.add(this.clients.submit(() -> {
					try (WireClient other = new WireClient(connect("TLSv1.2"))) {
						return TextEndpoint.exchange(other, "Bob");
					}
				}));
			}
			this.keys.waiting.await();
			assertThat(TextEndpoint.exchange(client, "Eve")).isEqualTo("Eve");
			this.keys.go.countDown();
			for (Future<?> one : waiting) {
				assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo("Bob");
			}
		}
		assertThat(this.keys.threads).allMatch((name) -> name.startsWith("statefun-tls-"));
	}

	/** What arrives meanwhile would otherwise pile up. */
	@Test
	void whenAHandshakeWaitsThenNoMoreIsRead() throws Exception {
		this.keys.slow = true;
		byte[] more = new byte[1 << 20];
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.getOutputStream().write(clientHello());
			this.keys.waiting.await();
			Future<?> sending = this.clients.submit(() -> {
				for (int i = 0; i < 64; i++) {
					socket.getOutputStream().write(more);
				}
				return null;
			});
			Awaitility.await().during(Duration.ofSeconds(1)).until(() -> !sending.isDone());
		}
	}

	private byte[] clientHello() throws Exception {
		SSLEngine engine = clientContext().createSSLEngine("localhost", this.port);
		engine.setUseClientMode(true);
		ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), hello);
		return Arrays.copyOf(hello.array(), hello.position());
	}

	private SSLSocket connect(String protocol) throws Exception {
		return connect(clientContext(), protocol);
	}

	private SSLSocket connect(SSLContext ssl, String protocol) throws IOException {
		SSLSocket socket = (SSLSocket) ssl.getSocketFactory().createSocket("localhost", this.port);
		socket.setEnabledProtocols(new String[] { protocol });
		return socket;
	}

	private SSLContext clientContext() throws Exception {
		SSLContext ssl = SSLContext.getInstance("TLS");
		ssl.init(null, this.certificate.toTrustManagerFactory().getTrustManagers(), null);
		return ssl;
	}

	private static SslContext context(X509ExtendedKeyManager keys) throws IOException {
		return SslContextBuilder.forServer(keys).sslProvider(SslProvider.JDK).build();
	}

	private static NettyServer server() {
		HttpSettings settings = new HttpSettings(TextEndpoint.blocking(Function.identity()),
				new EndpointPath("/statefun", null), HttpRecorder.NONE, 8192, Duration.ofMinutes(1),
				Duration.ofMinutes(1));
		return new NettyServer(settings, 1000, ServerThreads.workers(10), true, List.of());
	}

	/**
	 * Notes the threads of handshakes, and has them wait if they are to be slow.
	 */
	private static final class Keys extends X509ExtendedKeyManager {

		private final X509ExtendedKeyManager keys;

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		private final Set<SSLEngine> handshakes = ConcurrentHashMap.newKeySet();

		private final CountDownLatch waiting = new CountDownLatch(1);

		private final CountDownLatch go = new CountDownLatch(1);

		private volatile boolean slow;

		Keys(X509Bundle certificate) throws Exception {
			this.keys = (X509ExtendedKeyManager) certificate.toKeyManagerFactory().getKeyManagers()[0];
		}

		@Override
		public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
			this.threads.add(Thread.currentThread().getName());
			this.handshakes.add(engine);
			if (this.slow) {
				this.waiting.countDown();
				try {
					this.go.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return this.keys.chooseEngineServerAlias(keyType, issuers, engine);
		}

		@Override
		public String[] getServerAliases(String keyType, Principal[] issuers) {
			return this.keys.getServerAliases(keyType, issuers);
		}

		@Override
		public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
			return this.keys.chooseServerAlias(keyType, issuers, socket);
		}

		@Override
		public String[] getClientAliases(String keyType, Principal[] issuers) {
			return this.keys.getClientAliases(keyType, issuers);
		}

		@Override
		public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
			return this.keys.chooseClientAlias(keyType, issuers, socket);
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return this.keys.getCertificateChain(alias);
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return this.keys.getPrivateKey(alias);
		}

	}

}
