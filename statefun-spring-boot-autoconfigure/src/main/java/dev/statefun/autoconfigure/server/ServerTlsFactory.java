package dev.statefun.autoconfigure.server;

import java.util.Arrays;

import javax.net.ssl.SSLException;

import dev.statefun.autoconfigure.server.StatefunServerProperties.ClientAuth;
import dev.statefun.http.netty.ServerTls;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes the TLS of the server from an SSL bundle, and follows the updates of the bundle.
 */
final class ServerTlsFactory {

	private static final Log logger = LogFactory.getLog(ServerTlsFactory.class);

	private ServerTlsFactory() {
	}

	static ServerTls create(SslBundles bundles, String name, ClientAuth clientAuth) {
		ServerTls tls = new ServerTls(context(bundles.getBundle(name), clientAuth));
		bundles.addBundleUpdateHandler(name, (updated) -> {
			tls.update(context(updated, clientAuth));
			logger.info("The endpoint of the engine shows its updated certificate to further connections");
		});
		return tls;
	}

	private static SslContext context(SslBundle bundle, ClientAuth clientAuth) {
		SslOptions options = bundle.getOptions();
		String[] ciphers = options.getCiphers();
		try {
			return SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory())
				.trustManager(bundle.getManagers().getTrustManagerFactory())
				.ciphers((ciphers != null) ? Arrays.asList(ciphers) : null)
				.protocols(options.getEnabledProtocols())
				.clientAuth(switch (clientAuth) {
					case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
					case WANT -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
					case NEED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
				})
				.sslProvider(SslProvider.JDK)
				.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("The SSL bundle cannot be used by a server", ex);
		}
	}

}
