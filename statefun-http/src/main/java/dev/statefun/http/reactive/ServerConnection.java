package dev.statefun.http.reactive;

import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.ClassUtils;

/**
 * Closes connections of Reactor Netty. It keeps the memory of an answer until the client
 * has taken it or the connection is closed, even if the answer is cancelled.
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
