package dev.statefun.autoconfigure.server;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import dev.statefun.autoconfigure.server.StatefunServerProperties.ClientAuth;
import dev.statefun.http.netty.ServerTls;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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
		SslBundle bundle = bundles.getBundle(name);
		if (clientAuth != ClientAuth.NONE && trustsPublicAuthorities(bundle)) {
			throw new InvalidConfigurationPropertyValueException("statefun.server.ssl.client-auth", clientAuth,
					("The SSL bundle '%s' has no truststore, so that certificates of all public authorities would be "
							+ "accepted. Add a truststore with the authority that signs the engine's certificate.")
						.formatted(name));
		}
		ServerTls tls = new ServerTls(context(bundle, clientAuth));
		bundles.addBundleUpdateHandler(name, (updated) -> {
			if (clientAuth != ClientAuth.NONE && trustsPublicAuthorities(updated)) {
				logger.error("The endpoint of the engine keeps its certificate, since the updated SSL bundle '%s' "
					.formatted(name) + "has no truststore");
				return;
			}
			tls.update(context(updated, clientAuth));
			logger.info("The endpoint of the engine shows its updated certificate to further connections");
		});
		return tls;
	}

	/** Without a truststore, Java trusts the authorities that come with it. */
	private static boolean trustsPublicAuthorities(SslBundle bundle) {
		return bundle.getStores().getTrustStore() == null
				&& issuers(bundle.getManagers().getTrustManagers()).equals(issuers(defaultTrustManagers()));
	}

	private static Set<X509Certificate> issuers(TrustManager[] managers) {
		return Arrays.stream(managers)
			.filter(X509TrustManager.class::isInstance)
			.flatMap((manager) -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
			.collect(Collectors.toSet());
	}

	private static TrustManager[] defaultTrustManagers() {
		try {
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init((KeyStore) null);
			return factory.getTrustManagers();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Java has no authorities that it trusts", ex);
		}
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
