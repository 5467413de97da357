package dev.statefun.http.reactive;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.ClassUtils;

/**
 * Looks after connections of Reactor Netty. It keeps the memory of an answer until the
 * client has taken it or the connection is closed, even if the answer is cancelled.
 */
final class ServerConnection {

	private static final boolean IS_REACTOR_NETTY_PRESENT = ClassUtils
		.isPresent("reactor.netty.http.server.HttpServerResponse", ServerConnection.class.getClassLoader());

	private ServerConnection() {
	}

	/** Close the connection of an answer, on Reactor Netty. */
	static void close(ServerHttpResponse response) {
		if (IS_REACTOR_NETTY_PRESENT) {
			ReactorNetty.close(response);
		}
	}

	/**
	 * Wait until all of an answer has been taken, on Reactor Netty with HTTP/1.1. It may
	 * tell that an answer is written while the answer still waits in the connection.
	 */
	static Mono<Void> flushed(ServerHttpResponse response) {
		return IS_REACTOR_NETTY_PRESENT ? ReactorNetty.flushed(response) : Mono.empty();
	}

	/**
	 * Is loaded only where Reactor Netty is present.
	 */
	private static final class ReactorNetty {

		private ReactorNetty() {
		}

		static void close(ServerHttpResponse response) {
			if (nativeResponse(response) instanceof HttpServerResponse server) {
				server.withConnection((connection) -> connection.channel().close());
			}
		}

		static Mono<Void> flushed(ServerHttpResponse response) {
			if (!(nativeResponse(response) instanceof HttpServerResponse server)) {
				return Mono.empty();
			}
			return Mono.create((sink) -> server.withConnection((connection) -> {
				// Reactor Netty drops what comes through its own handler after an answer
				ChannelHandlerContext codec = connection.channel().pipeline().context(NettyPipeline.HttpCodec);
				if (codec == null) {
					sink.success();
					return;
				}
				codec.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> {
					if (written.isSuccess()) {
						sink.success();
					}
					else {
						sink.error(written.cause());
					}
				});
			}));
		}

		private static Object nativeResponse(ServerHttpResponse response) {
			try {
				return ServerHttpResponseDecorator.getNativeResponse(response);
			}
			catch (IllegalArgumentException | IllegalStateException ex) {
				return response;
			}
		}

	}

}
