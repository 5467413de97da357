package dev.statefun.autoconfigure.server;

import java.util.Arrays;

import javax.net.ssl.SSLException;

import dev.statefun.autoconfigure.server.StatefunServerProperties.ClientAuth;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * TLS by a bundle. When that is updated, later connections have the new one.
 */
final class ServerTls {

	private static final Log logger = LogFactory.getLog(ServerTls.class);

	private final ClientAuth clientAuth;

	private volatile SslContext context;

	private ServerTls(SslBundle bundle, ClientAuth clientAuth) {
		this.clientAuth = clientAuth;
		this.context = context(bundle, clientAuth);
	}

	static ServerTls of(SslBundles bundles, String name, ClientAuth clientAuth) {
		ServerTls tls = new ServerTls(bundles.getBundle(name), clientAuth);
		bundles.addBundleUpdateHandler(name, tls::update);
		return tls;
	}

	private void update(SslBundle bundle) {
		this.context = context(bundle, this.clientAuth);
		logger.info("The endpoint of the engine shows its updated certificate to further connections");
	}

	SslHandler newHandler(ByteBufAllocator allocator) {
		return this.context.newHandler(allocator);
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
