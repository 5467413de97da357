package dev.statefun.http;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.dispatch.internal.SpareThreads;
import dev.statefun.http.RequestRecorder.Recording;
import dev.statefun.http.RequestRecorder.Rejection;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MimeTypeUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.util.unit.DataSize;

/**
 * The endpoint that the engine calls, apart from its transport. Safe for use by many
 * threads.
 * <p>
 * A transport first calls {@link #admit(String, String, long) admit}. Then it reads the
 * body, at most {@link #maxRequestSize()} bytes, and converts it. Then it calls
 * {@link #handle(InvocationBatch, long, Supplier, RequestAdmission) handle}, writes the
 * answer, and releases the admission. The endpoint decides for all transports which
 * requests are refused, with which status, what is logged, and how long a request may
 * take.
 * <p>
 * Failures are answered with an empty body, since the engine's okhttp transport leaks
 * connections with other answers. Their status is 500 or 503, which both transports of
 * the engine retry. Other statuses are for requests that no engine sends.
 *
 * @since 0.1.0
 */
public final class RequestReplyEndpoint implements AutoCloseable {

	/** The HTTP method of requests. */
	public static final String METHOD = "POST";

	/** The content type of requests and answers. */
	public static final String CONTENT_TYPE = MimeTypeUtils.APPLICATION_OCTET_STREAM_VALUE;

	private static final Log logger = LogFactory.getLog(RequestReplyEndpoint.class);

	private final Supplier<RequestReplyHandler> handler;

	private final RequestReplyProtocol protocol;

	private final int maxRequestSize;

	private final Duration asyncTimeout;

	private final AdmissionControl control;

	private final TransferLimits transferLimits;

	private final RequestRecorder recorder;

	private final Refusals refusals;

	private final Executor late = new SpareThreads("statefun-late-");

	private RequestReplyEndpoint(Builder builder) {
		this.handler = SingletonSupplier.of(builder.handler);
		this.protocol = builder.protocol;
		this.maxRequestSize = Math.toIntExact(builder.maxRequestSize.toBytes());
		this.asyncTimeout = builder.asyncTimeout;
		this.control = builder.control;
		this.transferLimits = builder.transferLimits;
		this.recorder = builder.recorder;
		this.refusals = new Refusals(builder.recorder);
	}

	/**
	 * Build an endpoint.
	 * @param handler handles requests; it is asked for when the first one arrives
	 * @param protocol reads requests and writes answers
	 * @param control bounds the requests in progress
	 * @return a builder
	 */
	public static Builder builder(Supplier<RequestReplyHandler> handler, RequestReplyProtocol protocol,
			AdmissionControl control) {
		return new Builder(handler, protocol, control);
	}

	/**
	 * Return how many bytes a body may have. A transport answers a longer one with
	 * {@link #refuseBody()}.
	 * @return the number of bytes
	 */
	public int maxRequestSize() {
		return this.maxRequestSize;
	}

	/**
	 * Return how slowly a body may arrive, and an answer may be taken. A transport
	 * enforces this. It answers a body that is too slow with {@link #refuse(Throwable)},
	 * for a {@link RequestTooSlowException}.
	 * @return the limits
	 */
	public TransferLimits transferLimits() {
		return this.transferLimits;
	}

	/**
	 * Look at what precedes the body of a request, and at what is in progress. Neither
	 * waits.
	 * @param method the HTTP method
	 * @param contentType the content type as it was sent, or {@code null} if there was
	 * none, as a web page can send to other sites
	 * @param contentLength the length of the body, negative if it is not known yet
	 * @return the admission, which is to be {@linkplain RequestAdmission#release()
	 * released}, or what is to be answered without reading the body
	 */
	public RequestAdmission admit(String method, @Nullable String contentType, long contentLength) {
		EndpointResponse refusal = refuse(method, contentType, contentLength);
		if (refusal != null) {
			return RequestAdmission.refused(refusal);
		}
		RequestAdmission admission = this.control.admit(Math.max(contentLength, 0));
		if (admission.refusal() != null) {
			this.recorder.rejected(Rejection.OVERLOADED);
		}
		return admission;
	}

	private @Nullable EndpointResponse refuse(String method, @Nullable String contentType, long contentLength) {
		if (this.control.isClosed()) {
			this.recorder.rejected(Rejection.CLOSED);
			return EndpointResponse.refusal(EndpointResponse.SERVICE_UNAVAILABLE);
		}
		if (!METHOD.equals(method)) {
			this.recorder.rejected(Rejection.METHOD);
			return EndpointResponse.refusal(EndpointResponse.METHOD_NOT_ALLOWED);
		}
		if (!CONTENT_TYPE.equals(contentType) && !ContentTypes.includeOctetStream(contentType)) {
			this.recorder.rejected(Rejection.CONTENT_TYPE);
			return EndpointResponse.refusal(EndpointResponse.UNSUPPORTED_MEDIA_TYPE);
		}
		return (contentLength > this.maxRequestSize) ? refuseBody() : null;
	}

	/**
	 * Refuse a body that turns out to be larger than allowed.
	 * @return the answer
	 */
	public EndpointResponse refuseBody() {
		return refuse(new RequestTooLargeException(this.maxRequestSize));
	}

	/**
	 * Refuse a request because there is no room for the rest of its body.
	 * @return the answer
	 */
	public EndpointResponse refuseForNow() {
		return refuse(new TooManyRequestsException());
	}

	/**
	 * Refuse a request whose body could not be received or converted.
	 * @param ex the reason, which is logged
	 * @param size how many bytes of the body were received
	 * @return the answer
	 */
	public EndpointResponse refuse(Throwable ex, long size) {
		boolean received = ex instanceof MalformedRequestException || ex instanceof ProtocolMismatchException;
		return received ? this.recorder.begin(size).answered(refuse(ex)) : refuse(ex);
	}

	/**
	 * Refuse a request for any reason, such as its I/O.
	 * @param ex the reason, which is logged
	 * @return the answer
	 */
	public EndpointResponse refuse(Throwable ex) {
		return this.refusals.refuse(ex);
	}

	/**
	 * Handle a request that was admitted, from its bytes, for transports without
	 * converters. The admission keeps the place of the request until functions have
	 * finished, even if nobody waits for the answer any more. Then it keeps room for the
	 * answer until the transport {@linkplain RequestAdmission#release() releases} it.
	 * Functions run on the calling thread, which they may block.
	 * @param request the body of the request, which must not change afterwards
	 * @param userAgent returns the header {@code User-Agent}, possibly empty. It is only
	 * asked, on the calling thread, if it may tell the version of the protocol
	 * @param admission the place of the request. A request without one, or that was
	 * released, is not handled
	 * @return is complete on return, unless a function is asynchronous; never completes
	 * exceptionally. An asynchronous one completes after the timeout at the latest, on
	 * any thread, which must not be blocked
	 */
	public CompletableFuture<EndpointResponse> handle(byte[] request, Supplier<String> userAgent,
			RequestAdmission admission) {
		return start(request.length, admission) ? decodeAndHandle(request, userAgent, admission) : notAdmitted();
	}

	/**
	 * Handle a request that was admitted and converted. Otherwise like
	 * {@link #handle(byte[], Supplier, RequestAdmission)}.
	 * @param batch the request
	 * @param size how many bytes its body had
	 * @param userAgent returns the header {@code User-Agent}, possibly empty
	 * @param admission the place of the request
	 * @return the answer, whose {@link EndpointResponse#result()} is to be converted if
	 * its status is 200
	 */
	public CompletableFuture<EndpointResponse> handle(InvocationBatch batch, long size, Supplier<String> userAgent,
			RequestAdmission admission) {
		return start(size, admission) ? handle(batch, userAgent, this.recorder.begin(size), admission) : notAdmitted();
	}

	private static boolean start(long size, RequestAdmission admission) {
		return admission.receive(size) && admission.start();
	}

	private CompletableFuture<EndpointResponse> notAdmitted() {
		return CompletableFuture.completedFuture(refuseForNow());
	}

	private CompletableFuture<EndpointResponse> decodeAndHandle(byte[] request, Supplier<String> userAgent,
			RequestAdmission admission) {
		Recording recording = this.recorder.begin(request.length);
		InvocationBatch batch;
		try {
			batch = this.protocol.decode(request);
		}
		catch (Throwable ex) {
			return CompletableFuture.completedFuture(end(refuse(ex), recording, admission));
		}
		return handle(batch, userAgent, recording, admission);
	}

	private CompletableFuture<EndpointResponse> handle(InvocationBatch decoded, Supplier<String> userAgent,
			Recording recording, RequestAdmission admission) {
		try {
			InvocationBatch batch = this.protocol.settle(decoded, userAgent);
			recording.decoded(batch);
			Address target = batch.target();
			CompletableFuture<InvocationResult> result = this.handler.get().handle(batch);
			return result.isDone()
					? CompletableFuture.completedFuture(end(answer(target, result), recording, admission))
					: await(target, result).thenApply((response) -> end(response, recording, admission));
		}
		catch (Throwable ex) {
			return CompletableFuture.completedFuture(end(refuse(ex), recording, admission));
		}
	}

	/** An answer without room is dropped: the engine sends the request again. */
	private EndpointResponse end(EndpointResponse response, Recording recording, RequestAdmission admission) {
		if (admission.end(response.body().size())) {
			return recording.answered(response);
		}
		response.release();
		return recording.answered(refuseForNow());
	}

	private CompletableFuture<EndpointResponse> await(Address target, CompletableFuture<InvocationResult> result) {
		CompletableFuture<@Nullable EndpointResponse> response = result
			.<@Nullable EndpointResponse>handle((value, ex) -> answer(target, result));
		return response.completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(this.asyncTimeout), TimeUnit.NANOSECONDS)
			.thenCompose((inTime) -> (inTime != null) ? CompletableFuture.completedFuture(inTime)
					: CompletableFuture.supplyAsync(() -> giveUp(target, result), this.late));
	}

	private EndpointResponse giveUp(Address target, CompletableFuture<InvocationResult> result) {
		RequestFailedException failure = RequestFailedException.timedOut(target, this.asyncTimeout);
		result.completeExceptionally(failure);
		return refuse(failure);
	}

	private EndpointResponse answer(Address target, CompletableFuture<InvocationResult> result) {
		try {
			InvocationResult effects = result.join();
			return EndpointResponse.of(target, effects, this.protocol.encode(effects));
		}
		catch (CompletionException | CancellationException ex) {
			return refuse((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (Throwable ex) {
			logger.error("The answer of %s for id '%s' could not be written: %s".formatted(LogText.name(target.type()),
					LogText.name(target.id()), LogText.line(ex)), LogText.trace(ex));
			return EndpointResponse.refusal(EndpointResponse.INTERNAL_SERVER_ERROR);
		}
	}

	/**
	 * Log that an answer could not be delivered, as when the engine has hung up.
	 * @param response the answer
	 */
	public void undelivered(EndpointResponse response) {
		Address target = response.target();
		if (target != null) {
			this.refusals.undelivered(target);
		}
	}

	/** Log what was only counted so far. Requests are still handled. */
	@Override
	public void close() {
		this.refusals.close();
	}

	/**
	 * Builds an endpoint. Not safe for use by many threads.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final Supplier<RequestReplyHandler> handler;

		private final RequestReplyProtocol protocol;

		private final AdmissionControl control;

		private DataSize maxRequestSize = DataSize.ofMegabytes(64);

		private Duration asyncTimeout = Duration.ofMinutes(2);

		private TransferLimits transferLimits = TransferLimits.DEFAULT;

		private RequestRecorder recorder = RequestRecorder.NONE;

		private Builder(Supplier<RequestReplyHandler> handler, RequestReplyProtocol protocol,
				AdmissionControl control) {
			this.handler = handler;
			this.protocol = protocol;
			this.control = control;
		}

		/**
		 * Set how many bytes a request may have, 64 MB by default.
		 * @param size the largest size
		 * @return this builder
		 */
		public Builder maxRequestSize(DataSize size) {
			this.maxRequestSize = size;
			return this;
		}

		/**
		 * Set how long asynchronous functions may take over a request, two minutes by
		 * default.
		 * @param timeout the time
		 * @return this builder
		 */
		public Builder asyncTimeout(Duration timeout) {
			this.asyncTimeout = timeout;
			return this;
		}

		/**
		 * Set how slowly a body may arrive, and an answer may be taken.
		 * @param limits the limits, by default {@link TransferLimits#DEFAULT}
		 * @return this builder
		 */
		public Builder transferLimits(TransferLimits limits) {
			this.transferLimits = limits;
			return this;
		}

		/**
		 * Set what records requests. By default nothing does.
		 * @param requestRecorder the recorder
		 * @return this builder
		 */
		public Builder recorder(RequestRecorder requestRecorder) {
			this.recorder = requestRecorder;
			return this;
		}

		/**
		 * Build the endpoint.
		 * @return a new endpoint
		 */
		public RequestReplyEndpoint build() {
			return new RequestReplyEndpoint(this);
		}

	}

}
