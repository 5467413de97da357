package dev.statefun.http.reactive;

import java.util.Optional;

import dev.statefun.http.EndpointPath;
import dev.statefun.http.reactive.internal.BodyWatch;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * A request as the server has it. Reactor Netty knows more than Spring WebFlux tells. Of
 * other servers, the endpoint asks nothing more.
 */
class NativeRequest {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			NativeRequest.class.getClassLoader());

	private static final NativeRequest UNKNOWN = new NativeRequest();

	static NativeRequest of(ServerHttpRequest request) {
		return REACTOR_NETTY ? OfReactorNetty.of(request) : UNKNOWN;
	}

	/** Whether its version is one that the server speaks. */
	boolean isSpoken() {
		return true;
	}

	/** Whether it must have a host, as those of HTTP/1.0 and of tests do not. */
	boolean requiresHost() {
		return false;
	}

	/** Whether it has a path, or a URL of HTTP, in its first line. */
	boolean hasTarget() {
		return true;
	}

	/** Look whether its body is malformed. To be called before the body is read. */
	void watchBody() {
	}

	/** Whether the body, which has ended, is malformed. */
	boolean isBodyMalformed() {
		return false;
	}

	private static final class OfReactorNetty extends NativeRequest {

		private final HttpServerRequest request;

		private @Nullable BodyWatch watch;

		private OfReactorNetty(HttpServerRequest request) {
			this.request = request;
			request.withConnection((connection) -> this.watch = connection.channel().pipeline().get(BodyWatch.class));
		}

		static NativeRequest of(ServerHttpRequest request) {
			try {
				Object server = ServerHttpRequestDecorator.getNativeRequest(request);
				return (server instanceof HttpServerRequest known) ? new OfReactorNetty(known) : UNKNOWN;
			}
			catch (IllegalArgumentException | IllegalStateException ex) {
				// A request of a test has no server
				return UNKNOWN;
			}
		}

		@Override
		boolean isSpoken() {
			return switch (this.request.version().text()) {
				case "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/3.0" -> true;
				default -> false;
			};
		}

		@Override
		boolean requiresHost() {
			return !this.request.version().text().equals("HTTP/1.0");
		}

		@Override
		boolean hasTarget() {
			return EndpointPath.isTarget(this.request.uri());
		}

		@Override
		void watchBody() {
			Optional.ofNullable(this.watch).ifPresent(BodyWatch::begin);
		}

		@Override
		boolean isBodyMalformed() {
			return this.watch != null && this.watch.isMalformed();
		}

	}

}
