package dev.statefun.dispatch;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.statefun.dispatch.internal.BusyInstanceException;
import dev.statefun.dispatch.internal.UndecidedProtocolException;
import dev.statefun.error.AnswerTooLargeException;
import dev.statefun.error.internal.Causes;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests of the engine, whatever transport they come by: has the function
 * handle the messages of a request in order, and makes one answer of all effects. Safe
 * for use by many threads.
 * <p>
 * Spring applications get one as a bean. Without Spring, all it takes are the functions:
 *
 * <pre class="code">
 * RequestReplyHandler handler = RequestReplyHandler.of(FunctionDefinition.of("example/greeter", new Greeter()));
 *
 * HttpAnswer answer = handler.answer(bytesOfTheBody).join();
 * </pre>
 *
 * @since 0.1.0
 */
public final class RequestReplyHandler {

	private static final Log logger = LogFactory.getLog(RequestReplyHandler.class);

	private final RequestReplyProtocol protocol;

	private final RequestGuard pipeline;

	private final Workers workers;

	private RequestReplyHandler(Collaborators collaborators) {
		this.protocol = collaborators.protocol();
		this.workers = collaborators.workers();
		RequestRouter router = new RequestRouter(collaborators);
		this.pipeline = new RequestGuard(new BatchInterceptorChain(collaborators, router));
	}

	/**
	 * Create a handler of functions that need nothing else. It knows the types of
	 * primitives and protobuf messages.
	 * @param functions the functions to serve
	 * @return the handler
	 * @throws InvalidFunctionException if two of the functions have the same type, or an
	 * engine would refuse the name of one
	 * @see #builder(FunctionRegistry)
	 */
	public static RequestReplyHandler of(FunctionDefinition... functions) {
		return builder(FunctionRegistry.of(functions)).build();
	}

	/**
	 * Build a handler.
	 * @param functions the functions to serve
	 * @return a builder. A handler that it builds without further ado has no
	 * interceptors, records nothing, and fails each request that has a message that fails
	 */
	public static Builder builder(FunctionRegistry functions) {
		return new Builder(functions);
	}

	/**
	 * Answer a request. The calling thread handles the messages until one is handled
	 * asynchronously, or has failed and is to be tried again after a while. The executor
	 * goes on after an asynchronous invocation, and the workers of the error handling
	 * after a failed one. If the function has a timeout, workers handle all messages.
	 * <p>
	 * The engine sends a request again when it has stopped waiting for the answer. If the
	 * first one is still at work then, the second is not handled, but gets the same
	 * answer.
	 * @param batch the request
	 * @return completes with the effects of all messages. In the 3.x protocol only, it
	 * may complete with the states without which they cannot be handled. Completes
	 * exceptionally with a {@link RequestFailedException}, unless an interceptor has
	 * another exception, if there is no such function, a state is missing that the engine
	 * cannot be asked for, or a message could not be handled and is neither skipped nor
	 * dead-lettered. Completes with an {@link UndecidedProtocolException} if a state is
	 * missing and nothing tells the version of the protocol. Completes with a
	 * {@link BusyInstanceException} while another request for the instance is at work. In
	 * all these cases the request has no effects. A caller that no longer waits completes
	 * the future itself, which ends the request
	 */
	public CompletableFuture<InvocationResult> handle(InvocationBatch batch) {
		return this.pipeline.handle(batch);
	}

	/**
	 * Count the handlers that go on although their time was up a second ago or more. Each
	 * keeps one of the {@linkplain ErrorHandling#workers() workers}.
	 * @return the number of handlers
	 */
	public int overdueHandlers() {
		return this.workers.overdue();
	}

	/**
	 * Whether such handlers keep all workers. Requests for functions with a timeout fail
	 * then, and the engine sends them again. The size of a {@code ThreadPoolExecutor} or
	 * {@code ForkJoinPool} is known; any other executor counts as one without a limit.
	 * @return whether there is no worker left
	 */
	public boolean isOutOfWorkers() {
		return this.workers.areExhausted();
	}

	/**
	 * Answer the bytes of a request with the bytes and the HTTP status of an answer, for
	 * any HTTP server. A request that fails is logged. Otherwise like
	 * {@link #handle(InvocationBatch)}.
	 * @param request the body of the HTTP request, which must not change afterwards
	 * @return completes with the answer, also for a request that is malformed or fails. A
	 * caller that no longer waits completes the future itself, which ends the request
	 * @see #answer(byte[], String)
	 */
	public CompletableFuture<HttpAnswer> answer(byte[] request) {
		return answer(request, null);
	}

	/**
	 * Answer a request whose HTTP header {@code User-Agent} is known. It may tell the
	 * version of the protocol where the values do not. Otherwise like
	 * {@link #answer(byte[])}.
	 * @param request the body of the HTTP request, which must not change afterwards
	 * @param userAgent the header, or {@code null} if there is none
	 * @return completes with the answer
	 */
	public CompletableFuture<HttpAnswer> answer(byte[] request, @Nullable String userAgent) {
		CompletableFuture<InvocationResult> result;
		try {
			result = handle(this.protocol.settle(this.protocol.decode(request),
					() -> Objects.requireNonNullElse(userAgent, "")));
		}
		catch (Throwable ex) {
			return CompletableFuture.completedFuture(failed(ex));
		}
		CompletableFuture<HttpAnswer> answer = result.handle(this::toAnswer);
		answer.whenComplete((sent, ex) -> result.cancel(false));
		return answer;
	}

	private HttpAnswer toAnswer(@Nullable InvocationResult result, @Nullable Throwable ex) {
		if (result == null) {
			return failed(Causes.unwrap(Objects.requireNonNull(ex)));
		}
		try {
			return HttpAnswer.of(this.protocol.encode(result).toByteArray());
		}
		catch (Throwable failure) {
			return failed(failure);
		}
		finally {
			result.release();
		}
	}

	private static HttpAnswer failed(Throwable failure) {
		if (failure instanceof MalformedRequestException || failure instanceof BusyInstanceException
				|| failure instanceof UndecidedProtocolException) {
			logger.warn(LogText.line(failure.getMessage()));
		}
		else {
			logger.error("A request of the engine could not be answered", LogText.trace(failure));
		}
		return HttpAnswer.failed(failure);
	}

	/**
	 * Builds a {@link RequestReplyHandler}. For one thread.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final FunctionRegistry functions;

		private TypeRegistry types = new TypeRegistry(List.of(), List.of());

		private RequestReplyProtocol protocol = RequestReplyProtocol.detecting();

		private List<BatchInterceptor> batchInterceptors = List.of();

		private List<InvocationInterceptor> interceptors = List.of();

		private @Nullable InvocationRecorder recorder;

		private Executor executor = Runnable::run;

		private ErrorHandling errors = ErrorHandling.none();

		private AnswerLimit limit = AnswerLimit.DEFAULT;

		private StateAccess stateAccess = StateAccess.NONE;

		private Builder(FunctionRegistry functions) {
			this.functions = functions;
		}

		/**
		 * Find the types of values that functions send.
		 * @param newTypes the registry. By default it knows primitives and protobuf
		 * messages
		 * @return this builder
		 */
		public Builder types(TypeRegistry newTypes) {
			this.types = newTypes;
			return this;
		}

		/**
		 * Share the buffers and names that a protocol keeps from request to request.
		 * @param newProtocol the protocol that reads the requests and encodes the answers
		 * @return this builder
		 */
		public Builder protocol(RequestReplyProtocol newProtocol) {
			this.protocol = newProtocol;
			return this;
		}

		/**
		 * Go around each request.
		 * @param newInterceptors the interceptors, the first one outermost
		 * @return this builder
		 */
		public Builder batchInterceptors(List<BatchInterceptor> newInterceptors) {
			this.batchInterceptors = newInterceptors;
			return this;
		}

		/**
		 * Go around each invocation.
		 * @param newInterceptors the interceptors, the first one outermost
		 * @return this builder
		 */
		public Builder interceptors(List<InvocationInterceptor> newInterceptors) {
			this.interceptors = newInterceptors;
			return this;
		}

		/**
		 * Record invocations.
		 * @param newRecorder is told of invocations, or {@code null} to record nothing
		 * @return this builder
		 */
		public Builder recorder(@Nullable InvocationRecorder newRecorder) {
			this.recorder = newRecorder;
			return this;
		}

		/**
		 * Go on with a request after an asynchronous function has handled one of its
		 * messages.
		 * @param newExecutor has the threads. By default the thread that completes the
		 * invocation goes on
		 * @return this builder
		 */
		public Builder executor(Executor newExecutor) {
			this.executor = newExecutor;
			return this;
		}

		/**
		 * Decide about invocations that fail or take too long.
		 * @param newErrors the error handling. By default an invocation that fails fails
		 * its request
		 * @return this builder
		 */
		public Builder errors(ErrorHandling newErrors) {
			this.errors = newErrors;
			return this;
		}

		/**
		 * Limit the size of answers. A message whose own effects exceed it fails with an
		 * {@link AnswerTooLargeException}, and a request whose messages exceed it
		 * together fails.
		 * @param bytes how many bytes an answer may have. By default 32 MB, which is the
		 * limit of the engine's async transport, and any number for an engine of 2.x
		 * @return this builder
		 */
		public Builder maxResponseSize(long bytes) {
			this.limit = new AnswerLimit(bytes, true);
			return this;
		}

		/**
		 * Let the client of the application read or change the states of its functions.
		 * @param newStateAccess what it may do. By default nothing
		 * @return this builder
		 */
		public Builder stateAccess(StateAccess newStateAccess) {
			this.stateAccess = newStateAccess;
			return this;
		}

		/**
		 * Build the handler.
		 * @return a handler
		 * @throws InvalidFunctionException if an engine would refuse the name of a
		 * function, or of the type of a state
		 */
		public RequestReplyHandler build() {
			EngineNames.check(this.functions, this.protocol.pinned());
			return new RequestReplyHandler(new Collaborators(this.functions, this.types, this.protocol,
					this.batchInterceptors, this.interceptors, this.recorder, this.executor, this.errors, this.limit,
					new Workers(this.errors.workers(), this.errors.timer()),
					new StateMessages(this.functions, this.stateAccess, this.limit, this.recorder)));
		}

	}

}
