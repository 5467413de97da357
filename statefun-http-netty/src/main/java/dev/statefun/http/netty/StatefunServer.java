package dev.statefun.http.netty;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.statefun.http.EndpointPath;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.internal.LocalUrl;
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

	/** The prefix of the names of threads that run functions which take long. */
	public static final String WORKER_THREADS = "statefun-worker-";

	private static final Log logger = LogFactory.getLog(StatefunServer.class);

	private final EndpointPath path;

	private final @Nullable Integer configuredPort;

	private final @Nullable InetAddress address;

	private final @Nullable Path unixDomainSocket;

	private final Set<PosixFilePermission> socketPermissions;

	private final @Nullable ServerTls tls;

	private final Supplier<? extends Executor> workers;

	private final Function<Executor, NettyServer> factory;

	private volatile @Nullable Running running;

	private StatefunServer(Builder builder) {
		this.path = builder.path;
		this.configuredPort = builder.port;
		this.address = builder.address;
		this.unixDomainSocket = builder.unixDomainSocket;
		this.socketPermissions = builder.socketPermissions;
		this.tls = builder.tls;
		this.workers = builder.workers;
		this.factory = builder::newServer;
	}

	/**
	 * Build a server.
	 * @param endpoint handles requests
	 * @param path where the endpoint is on the server
	 * @return a builder
	 */
	public static Builder builder(RequestReplyEndpoint endpoint, EndpointPath path) {
		return new Builder(endpoint, path);
	}

	/**
	 * Create the factory of platform threads for functions that take long. Netty finds
	 * the variables of these threads fast, and lets them block.
	 * @return a new factory of daemon threads, whose names begin with
	 * {@link #WORKER_THREADS}
	 */
	public static ThreadFactory newWorkerThreads() {
		return ServerThreads.factory(WORKER_THREADS);
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
		return (port < 0) ? null : LocalUrl.of(scheme(), this.address, port, this.path.withoutSecret());
	}

	private String scheme() {
		return (this.tls != null) ? "https" : "http";
	}

	/**
	 * The threads that run functions which take long.
	 * @return the threads, or {@code null} while the server does not run
	 */
	public @Nullable Executor workers() {
		Running current = this.running;
		return (current != null) ? current.workers() : null;
	}

	/**
	 * Start the server.
	 * @throws StatefunServerException if the port or the socket cannot be had
	 */
	public void start() {
		Executor executor = this.workers.get();
		NettyServer server = this.factory.apply(executor);
		try {
			this.running = new Running(server, listen(server), executor);
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	private int listen(NettyServer server) {
		int port = -1;
		if (this.configuredPort != null) {
			port = server.listen(this.address, this.configuredPort, this.tls);
			logger
				.info("StateFun endpoint started on port %d (%s) with path '%s'".formatted(port, scheme(), this.path));
		}
		if (this.unixDomainSocket != null) {
			server.listen(this.unixDomainSocket, this.socketPermissions);
			logger.info("StateFun endpoint started on Unix domain socket %s with path '%s'"
				.formatted(this.unixDomainSocket, this.path));
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
	public CompletableFuture<?> drain() {
		Running current = this.running;
		return (current != null) ? current.server().drain() : CompletableFuture.completedFuture(null);
	}

	/**
	 * Close everything, whatever is in progress.
	 */
	public void stop() {
		Running current = this.running;
		if (current != null) {
			current.server().close();
			this.running = null;
		}
	}

	/**
	 * The server between start and stop.
	 */
	private record Running(NettyServer server, int port, Executor workers) {

	}

	/**
	 * Builds a server. Not safe for use by many threads.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final RequestReplyEndpoint endpoint;

		private final EndpointPath path;

		private @Nullable Integer port;

		private @Nullable InetAddress address;

		private @Nullable Path unixDomainSocket;

		private Set<PosixFilePermission> socketPermissions = PosixFilePermissions.fromString("rw-------");

		private @Nullable ServerTls tls;

		private int maxHeaderSize = 8 << 10;

		private int maxConnections = 8192;

		private Duration idleTimeout = Duration.ofMinutes(10);

		private Duration ioTimeout = Duration.ofSeconds(30);

		private boolean adaptive = true;

		private Supplier<? extends Executor> workers = () -> ServerThreads.workers(200);

		private HttpRecorder recorder = HttpRecorder.NONE;

		private List<ServerBootstrapCustomizer> customizers = List.of();

		private Builder(RequestReplyEndpoint endpoint, EndpointPath path) {
			this.endpoint = endpoint;
			this.path = path;
		}

		/**
		 * Listen on a port. Without a port the server listens on a Unix domain socket
		 * only.
		 * @param number the port, 0 for a free one, or {@code null} for none
		 * @return this builder
		 */
		public Builder port(@Nullable Integer number) {
			this.port = number;
			return this;
		}

		/**
		 * Bind the port to one network address, by default to all.
		 * @param bindAddress the address, or {@code null} for all
		 * @return this builder
		 */
		public Builder address(@Nullable InetAddress bindAddress) {
			this.address = bindAddress;
			return this;
		}

		/**
		 * Listen on a Unix domain socket.
		 * @param socket the path of the socket, or {@code null} for none
		 * @return this builder
		 */
		public Builder unixDomainSocket(@Nullable Path socket) {
			this.unixDomainSocket = socket;
			return this;
		}

		/**
		 * Set who may connect to the Unix domain socket, by default this user only. The
		 * permission to write allows it. File systems without such permissions ignore
		 * this.
		 * @param permissions the permissions of the file
		 * @return this builder
		 */
		public Builder unixDomainSocketPermissions(Set<PosixFilePermission> permissions) {
			this.socketPermissions = Set.copyOf(permissions);
			return this;
		}

		/**
		 * Use TLS on the port.
		 * @param serverTls has the certificate, or {@code null} for no TLS
		 * @return this builder
		 */
		public Builder tls(@Nullable ServerTls serverTls) {
			this.tls = serverTls;
			return this;
		}

		/**
		 * Set how large the first line, and all headers together, may be; 8 KB by
		 * default.
		 * @param bytes the largest size
		 * @return this builder
		 */
		public Builder maxHeaderSize(int bytes) {
			this.maxHeaderSize = bytes;
			return this;
		}

		/**
		 * Set how many connections may be open, 8192 by default.
		 * @param number the largest number
		 * @return this builder
		 */
		public Builder maxConnections(int number) {
			this.maxConnections = number;
			return this;
		}

		/**
		 * Set how long a connection may wait for another request, once a function has
		 * answered on it; ten minutes by default.
		 * @param timeout the time
		 * @return this builder
		 */
		public Builder idleTimeout(Duration timeout) {
			this.idleTimeout = timeout;
			return this;
		}

		/**
		 * Set how long the head of a request may take to arrive, and how long a
		 * connection may wait for one while no function has answered on it; 30 seconds by
		 * default.
		 * @param timeout the time
		 * @return this builder
		 */
		public Builder ioTimeout(Duration timeout) {
			this.ioTimeout = timeout;
			return this;
		}

		/**
		 * Set whether event loops run quick functions, as they do by default. Otherwise
		 * workers run all functions.
		 * @param runInEventLoops whether event loops run functions
		 * @return this builder
		 */
		public Builder adaptive(boolean runInEventLoops) {
			this.adaptive = runInEventLoops;
			return this;
		}

		/**
		 * Set the threads for functions that take long, by default up to 200.
		 * @param factory asked at each start of the server. An
		 * {@link java.util.concurrent.ExecutorService} is shut down with the server
		 * @return this builder
		 */
		public Builder workers(Supplier<? extends Executor> factory) {
			this.workers = factory;
			return this;
		}

		/**
		 * Set what records HTTP requests. By default nothing does.
		 * @param httpRecorder the recorder
		 * @return this builder
		 */
		public Builder recorder(HttpRecorder httpRecorder) {
			this.recorder = httpRecorder;
			return this;
		}

		/**
		 * Set the customizers of Netty's bootstrap. By default there are none.
		 * @param bootstrapCustomizers are called one after the other, after the settings
		 * of this builder
		 * @return this builder
		 */
		public Builder customizers(Collection<? extends ServerBootstrapCustomizer> bootstrapCustomizers) {
			this.customizers = List.copyOf(bootstrapCustomizers);
			return this;
		}

		/**
		 * Build the server, which does not listen yet.
		 * @return a new server
		 */
		public StatefunServer build() {
			return new StatefunServer(this);
		}

		private NettyServer newServer(Executor executor) {
			HttpSettings settings = new HttpSettings(this.endpoint, this.path, this.recorder, this.maxHeaderSize,
					this.idleTimeout, this.ioTimeout);
			return new NettyServer(settings, this.maxConnections, executor, this.adaptive, this.customizers);
		}

	}

}
