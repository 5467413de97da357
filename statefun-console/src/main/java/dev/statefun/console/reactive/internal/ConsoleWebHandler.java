package dev.statefun.console.reactive.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.statefun.console.internal.Console;
import dev.statefun.console.internal.ConsoleRequest;
import dev.statefun.console.internal.ConsoleResponse;
import dev.statefun.console.internal.EventStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * The console in Spring WebFlux. Safe for use by many threads.
 */
public final class ConsoleWebHandler implements WebHandler {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			ConsoleWebHandler.class.getClassLoader());

	private final Console console;

	/**
	 * Create a web handler.
	 * @param console answers the requests
	 */
	public ConsoleWebHandler(Console console) {
		this.console = console;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ConsoleRequest request = toRequest(exchange.getRequest());
		return Mono.fromSupplier(() -> this.console.handle(request))
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((answer) -> write(answer, exchange));
	}

	private ConsoleRequest toRequest(ServerHttpRequest request) {
		Map<String, String> headers = new HashMap<>();
		request.getHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT),
					values.isEmpty() ? "" : values.get(0)));
		InetSocketAddress remote = request.getRemoteAddress();
		if (REACTOR_NETTY) {
			Received.addTo(headers, request);
		}
		InetAddress address = (remote != null) ? remote.getAddress() : null;
		return new ConsoleRequest(request.getMethod().name(),
				this.console.below(request.getPath().pathWithinApplication().value()),
				request.getQueryParams().toSingleValueMap(), headers, address);
	}

	private Mono<Void> write(ConsoleResponse answer, ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		EventStream events = answer.events();
		if (events != null) {
			return response.writeAndFlushWith(flux(events, response.bufferFactory()).map(Mono::just));
		}
		response.getHeaders().setContentLength(answer.body().length);
		return exchange.getRequest().getMethod().equals(HttpMethod.HEAD) ? response.setComplete()
				: response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body())));
	}

	/** A browser that is slow skips looks, and gets what was collected meanwhile. */
	private Flux<DataBuffer> flux(EventStream events, DataBufferFactory buffers) {
		return Flux.interval(Duration.ZERO, EventStream.PAUSE)
			.onBackpressureDrop()
			.publishOn(Schedulers.boundedElastic(), 1)
			.takeWhile((look) -> !events.isClosed())
			.map((look) -> events.next())
			.filter((next) -> next.length > 0)
			.map(buffers::wrap)
			.doFinally((signal) -> events.close());
	}

	/**
	 * Spring removes the headers of proxies, and believes them. Reactor Netty has them.
	 */
	private static final class Received {

		private Received() {
		}

		static void addTo(Map<String, String> headers, ServerHttpRequest request) {
			HttpServerRequest received = find(request);
			if (received != null) {
				received.requestHeaders()
					.forEach((header) -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
			}
		}

		private static @Nullable HttpServerRequest find(ServerHttpRequest request) {
			try {
				return ServerHttpRequestDecorator.getNativeRequest(request);
			}
			catch (IllegalArgumentException | ClassCastException ex) {
				return null;
			}
		}

	}

}
