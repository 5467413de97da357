package dev.statefun.http.reactive;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;

import dev.statefun.error.internal.Causes;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointResponse;
import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.RequestTooLargeException;
import dev.statefun.http.internal.RequestFraming;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.Decoder;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.codec.Encoder;
import org.springframework.core.codec.EncodingException;
import org.springframework.core.codec.Hints;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * The endpoint in Spring WebFlux. Functions, which may block, run on a scheduler and
 * never on the server's event loop.
 * <p>
 * The handler has codecs of its own. What an application configures for its own
 * controllers (codecs, path prefixes, API versions, exception handlers) does not change
 * the endpoint. The handler enforces the limits of the endpoint before it decodes a body,
 * so that they hold with any decoder.
 *
 * @since 0.1.0
 */
public class StatefunWebHandler implements WebHandler {

	private static final ResolvableType BATCH = ResolvableType.forClass(InvocationBatch.class);

	private static final ResolvableType RESULT = ResolvableType.forClass(InvocationResult.class);

	private final RequestReplyEndpoint endpoint;

	private final EndpointPath path;

	private final Decoder<InvocationBatch> decoder;

	private final Encoder<InvocationResult> encoder;

	private final Scheduler scheduler;

	private final TransferWatch watch;

	/**
	 * Create a web handler.
	 * @param endpoint handles requests
	 * @param path where the endpoint is mapped
	 * @param decoder reads requests, each from one buffer, which it releases. It is
	 * called by
	 * {@link Decoder#decode(DataBuffer, ResolvableType, org.springframework.util.MimeType, java.util.Map)}
	 * on the scheduler, and may block. A {@link DecodingException} means that the body is
	 * malformed
	 * @param encoder writes answers. It is called on any thread, and must not block
	 * @param scheduler runs functions, which may block its threads
	 */
	public StatefunWebHandler(RequestReplyEndpoint endpoint, EndpointPath path, Decoder<InvocationBatch> decoder,
			Encoder<InvocationResult> encoder, Scheduler scheduler) {
		this.endpoint = endpoint;
		this.path = path;
		this.decoder = decoder;
		this.encoder = encoder;
		this.scheduler = scheduler;
		this.watch = new TransferWatch(endpoint.transferLimits());
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		NativeRequest server = NativeRequest.of(exchange.getRequest());
		server.watchBody();
		RequestAdmission admission = admit(exchange, server);
		EndpointResponse refusal = admission.refusal();
		Mono<EndpointResponse> answer = (refusal != null) ? refuse(refusal) : invoke(exchange, server, admission);
		return answer.flatMap((it) -> answer(exchange.getResponse(), it)).doFinally((signal) -> admission.release());
	}

	private RequestAdmission admit(ServerWebExchange exchange, NativeRequest server) {
		ServerHttpRequest request = exchange.getRequest();
		HttpHeaders headers = request.getHeaders();
		if (!isSound(headers, server)) {
			closeAfterwards(exchange);
			return RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.BAD_REQUEST));
		}
		if (!isHere(request, server)) {
			return RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.NOT_FOUND));
		}
		if (!this.path.hosts().allow(headers.getFirst(HttpHeaders.HOST))) {
			return RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.FORBIDDEN));
		}
		return this.endpoint.admit(request.getMethod().name(), headers.getFirst(HttpHeaders.CONTENT_TYPE),
				headers.getContentLength());
	}

	private static boolean isSound(HttpHeaders headers, NativeRequest server) {
		return server.isSpoken()
				&& RequestFraming.isBodySound(headers.getOrEmpty(HttpHeaders.TRANSFER_ENCODING).iterator(),
						headers.containsHeader(HttpHeaders.CONTENT_LENGTH))
				&& RequestFraming.isHostSound(headers.getOrEmpty(HttpHeaders.HOST).iterator(), server.requiresHost())
				&& !headers.containsHeader(RequestFraming.DRAFT_KEY);
	}

	private static void closeAfterwards(ServerWebExchange exchange) {
		exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
	}

	/** Spring decodes the path to map it, and ignores what follows a semicolon. */
	private boolean isHere(ServerHttpRequest request, NativeRequest server) {
		return server.hasTarget() && request.getURI().getRawFragment() == null
				&& this.path.matchesPath(request.getPath().pathWithinApplication().value());
	}

	/**
	 * Answers on another thread than the event loop, which is still in the middle of the
	 * request: Reactor Netty 1.3.7 may not read the next one otherwise (its issue 4361).
	 * That thread runs no functions, so the refusal does not wait for them.
	 */
	private Mono<EndpointResponse> refuse(EndpointResponse refusal) {
		return Mono.just(refusal).publishOn(Schedulers.parallel());
	}

	/** An engine that hangs up does not cancel what its request has begun. */
	private Mono<EndpointResponse> invoke(ServerWebExchange exchange, NativeRequest server,
			RequestAdmission admission) {
		ServerHttpRequest request = exchange.getRequest();
		return read(request, admission).doOnNext((body) -> checkEnd(exchange, server))
			.flatMap((body) -> Mono.just(body)
				.publishOn(this.scheduler)
				.flatMap((whole) -> handle(whole, request, admission)))
			.doOnError((ex) -> admission.release())
			.onErrorResume((ex) -> refuse(this.endpoint.refuse(ex)));
	}

	/**
	 * The body is on the heap: a request that waits for a thread holds no buffer of the
	 * server.
	 */
	private Mono<byte[]> read(ServerHttpRequest request, RequestAdmission admission) {
		Flux<DataBuffer> body = request.getBody()
			.onErrorMap(StatefunWebHandler::isOfTheConnection, StatefunWebHandler::unreadable);
		return Mono.create((sink) -> {
			BodyReader reader = new BodyReader(sink, admission, request.getHeaders().getContentLength(),
					this.endpoint.maxRequestSize(), this.endpoint.transferLimits());
			this.watch.add(reader);
			sink.onDispose(() -> {
				this.watch.remove(reader);
				reader.dispose();
			});
			body.subscribe(reader);
		});
	}

	/** Reactor Netty lets a body end where a chunk is malformed. */
	private static void checkEnd(ServerWebExchange exchange, NativeRequest server) {
		if (server.isBodyMalformed()) {
			closeAfterwards(exchange);
			throw new MalformedRequestException("The body of a request has a malformed chunk", null);
		}
	}

	/** Other failures are errors of a program, or say that the body is too large. */
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

	private Mono<EndpointResponse> handle(byte[] body, ServerHttpRequest request, RequestAdmission admission) {
		InvocationBatch batch;
		try {
			batch = decode(body);
		}
		catch (Throwable ex) {
			admission.release();
			return Mono.just(this.endpoint.refuse(reason(ex), body.length));
		}
		return Mono.fromFuture(this.endpoint.handle(batch, body.length,
				() -> Objects.requireNonNullElse(request.getHeaders().getFirst(HttpHeaders.USER_AGENT), ""), admission),
				true);
	}

	private InvocationBatch decode(byte[] body) {
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(body);
		InvocationBatch batch = this.decoder.decode(buffer, BATCH, MimeTypeUtils.APPLICATION_OCTET_STREAM,
				Hints.none());
		if (batch == null) {
			throw new IllegalStateException("The decoder of requests returned null");
		}
		return batch;
	}

	/**
	 * A decoder wraps the reason why it cannot read a body. Other reasons are its own.
	 */
	private static Throwable reason(Throwable ex) {
		if (!(ex instanceof DecodingException)) {
			return ex;
		}
		Throwable reason = Causes.find(ex, (cause) -> cause instanceof MalformedRequestException
				|| cause instanceof ProtocolMismatchException || cause instanceof RequestTooLargeException);
		return (reason != null) ? reason : new MalformedRequestException(String.valueOf(ex.getMessage()), ex);
	}

	private Mono<Void> answer(ServerHttpResponse response, EndpointResponse answer) {
		InvocationResult result = answer.result();
		if (result == null) {
			return writeRefusal(response, answer);
		}
		return encode(result, response.bufferFactory()).map((body) -> write(response, answer, body))
			.onErrorResume((ex) -> Mono.fromSupplier(() -> writeRefusal(response, this.endpoint.refuse(ex))))
			.flatMap(Function.identity());
	}

	/** Encode all of the answer before any of it is written: an encoder may fail. */
	private Mono<DataBuffer> encode(InvocationResult result, DataBufferFactory buffers) {
		return Mono
			.defer(() -> DataBufferUtils.join(this.encoder.encode(Mono.just(result), buffers, RESULT,
					MimeTypeUtils.APPLICATION_OCTET_STREAM, Hints.none())))
			.switchIfEmpty(Mono.error(() -> new EncodingException("The encoder of answers wrote nothing")));
	}

	private Mono<Void> write(ServerHttpResponse response, EndpointResponse answer, DataBuffer body) {
		HttpHeaders headers = response.getHeaders();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		headers.set(HttpHeaders.CONTENT_TYPE, RequestReplyEndpoint.CONTENT_TYPE);
		headers.setContentLength(body.readableByteCount());
		PacedAnswer paced = new PacedAnswer(response, this.endpoint.transferLimits(), body.readableByteCount());
		this.watch.add(paced);
		return paced.write(body)
			.doOnError((ex) -> this.endpoint.undelivered(answer))
			.doFinally((signal) -> this.watch.remove(paced));
	}

	private static Mono<Void> writeRefusal(ServerHttpResponse response, EndpointResponse refusal) {
		HttpHeaders headers = response.getHeaders();
		response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
		headers.setContentLength(0);
		refusal.headers().forEach(headers::set);
		return response.setComplete();
	}

}
