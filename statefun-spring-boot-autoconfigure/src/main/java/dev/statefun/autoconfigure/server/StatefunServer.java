package dev.statefun.autoconfigure.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.EndpointPath;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server that has the endpoint of the engine on a port of its own, or on a Unix
 * domain socket. It is started and stopped with the application context. Safe for use by
 * many threads.
 *
 * @since 0.1.0
 */
public final class StatefunServer {

	private static final Log logger = LogFactory.getLog(StatefunServer.class);

	private final StatefunServerProperties properties;

	private final EndpointPath path;

	private final Supplier<NettyServer> factory;

	private final @Nullable ServerTls tls;

	private volatile @Nullable Running running;

	StatefunServer(StatefunServerProperties properties, EndpointPath path, @Nullable ServerTls tls,
			Supplier<NettyServer> factory) {
		this.properties = properties;
		this.path = path;
		this.tls = tls;
		this.factory = factory;
	}

	/**
	 * The port that the endpoint is on, which is another than
	 * {@code statefun.server.port} if that is 0.
	 * @return the port, or -1 if the server does not listen on one
	 */
	public int port() {
		Running current = this.running;
		return (current != null) ? current.port() : -1;
	}

	/**
	 * Where the endpoint is, as seen from this machine, without its secret.
	 * @return the URL, or {@code null} if the server does not listen on a port
	 */
	public @Nullable URI url() {
		int port = port();
		return (port < 0) ? null : URI.create(
				"%s://%s:%d%s".formatted(scheme(), host(this.properties.address()), port, this.path.withoutSecret()));
	}

	private String scheme() {
		return (this.tls != null) ? "https" : "http";
	}

	private static String host(@Nullable InetAddress address) {
		if (address == null || address.isAnyLocalAddress()) {
			return "localhost";
		}
		return (address instanceof Inet6Address) ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
	}

	void start() {
		NettyServer server = this.factory.get();
		try {
			this.running = new Running(server, listen(server));
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	private int listen(NettyServer server) {
		int port = -1;
		if (this.properties.port() != null) {
			port = server.listen(this.properties.address(), this.properties.port(), this.tls);
			logger
				.info("StateFun endpoint started on port %d (%s) with path '%s'".formatted(port, scheme(), this.path));
		}
		if (this.properties.unixDomainSocket() != null) {
			server.listen(this.properties.unixDomainSocket());
			logger.info("StateFun endpoint started on Unix domain socket %s with path '%s'"
				.formatted(this.properties.unixDomainSocket(), this.path));
		}
		return port;
	}

	/**
	 * Whether requests are taken.
	 * @return true from the start of the server to its stop
	 */
	public boolean isRunning() {
		return this.running != null;
	}

	/**
	 * Take no more requests.
	 * @return is complete when those in progress have been answered
	 */
	CompletableFuture<?> drain() {
		Running current = this.running;
		return (current != null) ? current.server().drain() : CompletableFuture.completedFuture(null);
	}

	/** Close everything, whatever is in progress. */
	void stop() {
		Running current = this.running;
		if (current != null) {
			current.server().close();
			this.running = null;
		}
	}

	/**
	 * What there is from start to stop.
	 */
	private record Running(NettyServer server, int port) {

	}

}
