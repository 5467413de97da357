package dev.statefun.http.reactive;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.google.protobuf.ByteString;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointResponse;
import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.TooManyRequestsException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * The endpoint in Spring WebFlux. Functions, which may block, run on a scheduler and
 * never on the server's event loop.
 *
 * @since 0.1.0
 */
public class StatefunWebHandler implements WebHandler {

	private static final byte[] EMPTY = {};

	private final RequestReplyEndpoint endpoint;

	private final EndpointPath path;

	private final Scheduler scheduler;

	/**
	 * Create a web handler.
	 * @param endpoint handles requests
	 * @param path where the endpoint is mapped
	 * @param scheduler runs functions, which may block its threads
	 */
	public StatefunWebHandler(RequestReplyEndpoint endpoint, EndpointPath path, Scheduler scheduler) {
		this.endpoint = endpoint;
		this.path = path;
		this.scheduler = scheduler;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		RequestAdmission admission = admit(exchange);
		EndpointResponse refusal = admission.refusal();
		Mono<EndpointResponse> answer = (refusal != null) ? refuse(refusal) : invoke(exchange.getRequest(), admission);
		return answer.flatMap((it) -> write(exchange.getResponse(), it));
	}

	private RequestAdmission admit(ServerWebExchange exchange) {
		if (!this.path.isTold(exchange.getAttribute(HandlerMapping.PATH_WITHIN_HANDLER_MAPPING_ATTRIBUTE))) {
			return RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.NOT_FOUND));
		}
		ServerHttpRequest request = exchange.getRequest();
		HttpHeaders headers = request.getHeaders();
		return this.endpoint.admit(request.getMethod().name(), headers.getFirst(HttpHeaders.CONTENT_TYPE),
				headers.getContentLength());
	}

	/**
	 * Not on the event loop either, which would still be in the middle of the request:
	 * Reactor Netty 1.3.7 may not read the next one then (its issue 4361). And not behind
	 * functions.
	 */
	private Mono<EndpointResponse> refuse(EndpointResponse refusal) {
		return Mono.just(refusal).publishOn(Schedulers.parallel());
	}

	/** An engine that hangs up does not cancel what its request has begun. */
	private Mono<EndpointResponse> invoke(ServerHttpRequest request, RequestAdmission admission) {
		return read(request, admission).publishOn(this.scheduler)
			.flatMap((body) -> Mono.fromFuture(this.endpoint.handle(body, admission), true))
			.doOnError((ex) -> admission.abandon())
			.doOnCancel(admission::abandon)
			.onErrorResume((ex) -> Mono.fromSupplier(() -> refusal(ex)));
	}

	private Mono<byte[]> read(ServerHttpRequest request, RequestAdmission admission) {
		boolean lengthUnknown = request.getHeaders().getContentLength() < 0;
		Flux<DataBuffer> body = request.getBody()
			.onErrorMap(StatefunWebHandler::isOfTheConnection, StatefunWebHandler::unreadable);
		return DataBufferUtils.join(lengthUnknown ? admitted(body, admission) : body, this.endpoint.maxRequestSize())
			.map(StatefunWebHandler::bytes)
			.defaultIfEmpty(EMPTY);
	}

	/** What is illegal is an error of a program, or of the size of the body. */
	private static boolean isOfTheConnection(Throwable ex) {
		return !(ex instanceof IllegalStateException || ex instanceof Error);
	}

	/**
	 * Reactor Netty, for one, has exceptions of its own for a connection that the other
	 * side has closed.
	 */
	private static IOException unreadable(Throwable ex) {
		return (ex instanceof IOException io) ? io : new IOException(ex.toString(), ex);
	}

	/** One that is too large for any request is not refused for now, but by its size. */
	private Flux<DataBuffer> admitted(Flux<DataBuffer> body, RequestAdmission admission) {
		AtomicLong size = new AtomicLong();
		return body.handle((part, sink) -> {
			int length = part.readableByteCount();
			if (size.addAndGet(length) > this.endpoint.maxRequestSize() || admission.grow(length)) {
				sink.next(part);
			}
			else {
				DataBufferUtils.release(part);
				sink.error(new TooManyRequestsException());
			}
		});
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
		if (answer.status() == EndpointResponse.SERVICE_UNAVAILABLE) {
			headers.setConnection("close");
		}
		if (answer.status() != EndpointResponse.OK) {
			return response.setComplete();
		}
		headers.set(HttpHeaders.CONTENT_TYPE, RequestReplyEndpoint.CONTENT_TYPE);
		return response.writeWith(body(response, answer.body())).doOnError((ex) -> this.endpoint.undelivered(answer));
	}

	/** In one piece if it is, which is written without further ado. */
	private static Publisher<DataBuffer> body(ServerHttpResponse response, ByteString body) {
		List<DataBuffer> parts = body.asReadOnlyByteBufferList()
			.stream()
			.<DataBuffer>map(response.bufferFactory()::wrap)
			.toList();
		return (parts.size() == 1) ? Mono.just(parts.get(0)) : Flux.fromIterable(parts);
	}

}
