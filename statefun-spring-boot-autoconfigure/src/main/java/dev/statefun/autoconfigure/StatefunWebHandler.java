package dev.statefun.autoconfigure;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * The endpoint in Spring WebFlux. Functions, which may block, run on a scheduler and
 * never on the server's event loop.
 */
class StatefunWebHandler implements WebHandler {

	private static final byte[] EMPTY = {};

	private final RequestReplyEndpoint endpoint;

	private final Scheduler scheduler;

	StatefunWebHandler(RequestReplyEndpoint endpoint, Scheduler scheduler) {
		this.endpoint = endpoint;
		this.scheduler = scheduler;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		HttpHeaders headers = request.getHeaders();
		EndpointResponse refusal = this.endpoint.refuse(request.getMethod().name(),
				headers.getFirst(HttpHeaders.CONTENT_TYPE), headers.getContentLength());
		Mono<EndpointResponse> answer = (refusal != null) ? refuse(refusal) : invoke(request);
		return answer.flatMap((it) -> write(exchange.getResponse(), it));
	}

	/**
	 * Not on the event loop either, which would still be in the middle of the request:
	 * Reactor Netty 1.3.7 may not read the next one then (its issue 4361).
	 */
	private Mono<EndpointResponse> refuse(EndpointResponse refusal) {
		return Mono.just(refusal).publishOn(this.scheduler);
	}

	/** An engine that hangs up does not cancel what its request has begun. */
	private Mono<EndpointResponse> invoke(ServerHttpRequest request) {
		return read(request).publishOn(this.scheduler)
			.flatMap((body) -> Mono.fromFuture(this.endpoint.handle(body), true))
			.onErrorResume((ex) -> Mono.fromSupplier(() -> refusal(ex)));
	}

	private Mono<byte[]> read(ServerHttpRequest request) {
		return DataBufferUtils.join(request.getBody(), this.endpoint.maxRequestSize())
			.map(StatefunWebHandler::bytes)
			.defaultIfEmpty(EMPTY);
	}

	private static byte[] bytes(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private EndpointResponse refusal(Throwable ex) {
		return (ex instanceof DataBufferLimitException) ? this.endpoint.refuseBody() : this.endpoint.refuse(ex);
	}

	private Mono<Void> write(ServerHttpResponse response, EndpointResponse answer) {
		HttpHeaders headers = response.getHeaders();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		headers.setContentLength(answer.body().size());
		if (answer.status() == EndpointResponse.METHOD_NOT_ALLOWED) {
			headers.set(HttpHeaders.ALLOW, RequestReplyEndpoint.METHOD);
		}
		if (answer.status() != EndpointResponse.OK) {
			return response.setComplete();
		}
		headers.set(HttpHeaders.CONTENT_TYPE, RequestReplyEndpoint.CONTENT_TYPE);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body().asReadOnlyByteBuffer())))
			.doOnError((ex) -> this.endpoint.undelivered(answer));
	}

}
