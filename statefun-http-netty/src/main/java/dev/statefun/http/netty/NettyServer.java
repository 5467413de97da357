package dev.statefun.http.netty;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server from start to end: its threads, where it listens, and its connections.
 */
final class NettyServer {

	private static final Log logger = LogFactory.getLog(NettyServer.class);

	private static final int BACKLOG = 1024;

	private static final long CLOSE_SECONDS = 2;

	private final HttpSettings settings;

	private final Executor workers;

	private final List<ServerBootstrapCustomizer> customizers;

	private final ExecutorService standIns = ServerThreads.standIns();

	private final ExecutorService handshakes = ServerThreads.handshakes();

	private final RelayEventLoopGroup loops;

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final ConnectionLimit limit;

	private final Map<EventLoop, ConnectionSweep> sweeps = new ConcurrentHashMap<>();

	private final List<Channel> listeners = new ArrayList<>();

	private final AtomicBoolean draining = new AtomicBoolean();

	/**
	 * Create a server, which does not listen yet.
	 * @param settings what connections need
	 * @param maxConnections the maximum number of connections
	 * @param workers run functions that take long
	 * @param relayed whether event loops run functions that do not
	 * @param customizers change each bootstrap, one after the other
	 */
	NettyServer(HttpSettings settings, int maxConnections, Executor workers, boolean relayed,
			List<ServerBootstrapCustomizer> customizers) {
		this.settings = settings;
		this.workers = workers;
		this.customizers = customizers;
		this.limit = new ConnectionLimit(this.connections, maxConnections);
		this.loops = new RelayEventLoopGroup(NettyRuntime.availableProcessors(),
				ServerThreads.factory("statefun-server-"), workers, this.standIns, relayed);
	}

	/**
	 * Listen on a port.
	 * @return the port, which is another if the given one is 0
	 */
	int listen(@Nullable InetAddress address, int port, @Nullable ServerTls tls) {
		InetSocketAddress socketAddress = (address != null) ? new InetSocketAddress(address, port)
				: new InetSocketAddress(port);
		ServerBootstrap bootstrap = bootstrap(NioServerSocketChannel::new, tls);
		bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
		ChannelFuture bound = customized(bootstrap).bind(socketAddress).awaitUninterruptibly();
		Throwable failure = bound.cause();
		if (failure instanceof BindException && String.valueOf(failure.getMessage()).contains("in use")) {
			throw StatefunServerException.portInUse(port, failure);
		}
		if (failure != null) {
			throw StatefunServerException.cannotListen(address, port, failure);
		}
		this.listeners.add(bound.channel());
		return ((InetSocketAddress) bound.channel().localAddress()).getPort();
	}

	/**
	 * Listen on a Unix domain socket.
	 * @param path where its file is to be
	 * @param permissions who may connect, where the file system has permissions
	 */
	void listen(Path path, Set<PosixFilePermission> permissions) {
		UnixSocketFile file = new UnixSocketFile(path, permissions);
		ServerBootstrap bootstrap = customized(bootstrap(NioServerDomainSocketChannel::new, null));
		ChannelFuture bound;
		try {
			bound = file.bind((socket) -> bootstrap.bind(UnixDomainSocketAddress.of(socket)).awaitUninterruptibly());
		}
		catch (IOException ex) {
			throw StatefunServerException.cannotListen(path, ex);
		}
		Throwable failure = bound.cause();
		if (failure != null) {
			throw StatefunServerException.cannotListen(path, failure);
		}
		this.listeners.add(bound.channel());
		bound.channel().closeFuture().addListener((closed) -> file.remove());
	}

	private ServerBootstrap bootstrap(ChannelFactory<? extends ServerChannel> factory, @Nullable ServerTls tls) {
		return new ServerBootstrap().group(this.loops)
			.channelFactory(factory)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.option(ChannelOption.ALLOCATOR, allocator())
			.childOption(ChannelOption.ALLOCATOR, allocator())
			.handler(this.limit)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					if (tls != null) {
						TlsHandshake.on(channel, tls.context(), NettyServer.this.handshakes);
					}
					HttpConnection.on(channel, NettyServer.this.settings, sweep(channel.eventLoop()),
							NettyServer.this.draining);
				}

			});
	}

	private ConnectionSweep sweep(EventLoop loop) {
		return this.sweeps.computeIfAbsent(loop, (key) -> new ConnectionSweep(key, this.settings));
	}

	private ServerBootstrap customized(ServerBootstrap bootstrap) {
		this.customizers.forEach((customizer) -> customizer.customize(bootstrap));
		return bootstrap;
	}

	/**
	 * Netty's default is the adaptive allocator, which frees memory often. Without
	 * {@code Unsafe}, which Netty does not use from JDK 25 on, this stops all threads
	 * each time. The pooled allocator keeps its memory, and is as fast on JDK 17.
	 */
	private static ByteBufAllocator allocator() {
		return (System.getProperty("io.netty.allocator.type") != null) ? ByteBufAllocator.DEFAULT
				: PooledByteBufAllocator.DEFAULT;
	}

	/**
	 * Accept no more connections, and no more requests on open connections.
	 * @return is complete when there are no more requests in progress
	 */
	CompletableFuture<?> drain() {
		this.draining.set(true);
		this.listeners.forEach((listener) -> listener.close().awaitUninterruptibly());
		List<CompletableFuture<?>> drained = new ArrayList<>();
		for (Channel connection : this.connections) {
			if (!connection.isRegistered()) {
				// It has just been accepted, and will see that this drains
				continue;
			}
			drained.add(CompletableFuture.completedFuture(connection)
				.thenComposeAsync(NettyServer::drain, connection.eventLoop()));
		}
		return CompletableFuture.allOf(drained.toArray(CompletableFuture<?>[]::new));
	}

	private static CompletableFuture<?> drain(Channel connection) {
		HttpConnection handler = connection.pipeline().get(HttpConnection.class);
		return (handler != null) ? handler.drain() : CompletableFuture.completedFuture(null);
	}

	/** Close everything at once. To be called by a thread that is none of this server. */
	void close() {
		this.draining.set(true);
		this.listeners.forEach((listener) -> listener.close().awaitUninterruptibly());
		this.loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
		if (!this.loops.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS)) {
			logger
				.warn("The endpoint of the engine is closed while functions are still running, which are interrupted");
			this.loops.interrupt();
		}
		this.standIns.shutdownNow();
		this.handshakes.shutdownNow();
		if (this.workers instanceof ExecutorService service) {
			service.shutdownNow();
		}
	}

}
