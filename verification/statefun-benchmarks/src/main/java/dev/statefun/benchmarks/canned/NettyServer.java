package dev.statefun.benchmarks.canned;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.NettyRuntime;

/**
 * The HTTP server of the port of its own and its memory allocator, with as little as
 * possible around them: no limits, no timeouts, no errors, nothing that may block.
 */
public final class NettyServer {

	private NettyServer() {
	}

	/**
	 * Serve canned answers over HTTP.
	 * @param port where to listen
	 */
	public static void start(int port) {
		CannedAnswers answers = new CannedAnswers(1, 100);
		new ServerBootstrap()
			.group(new MultiThreadIoEventLoopGroup(NettyRuntime.availableProcessors(), NioIoHandler.newFactory()))
			.channel(NioServerSocketChannel.class)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
			.childHandler(new ChannelInitializer<SocketChannel>() {

				@Override
				protected void initChannel(SocketChannel channel) {
					channel.pipeline().addLast(new HttpRequestDecoder(), new NettyConnection(answers));
				}

			})
			.bind("127.0.0.1", port)
			.syncUninterruptibly();
	}

}
