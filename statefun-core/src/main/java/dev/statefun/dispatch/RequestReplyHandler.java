package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.internal.ResponseFactory;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests of the engine, however they travel: has the function handle the
 * messages of a batch in order, and makes one result of their effects. Safe for use by
 * many threads; batches do not see each other.
 *
 * @since 0.1.0
 */
public final class RequestReplyHandler {

	private final FunctionRegistry functions;

	private final ServedFunctions served;

	private final TypeRegistry types;

	private final List<BatchInterceptor> batchInterceptors;

	private final List<InvocationInterceptor> interceptors;

	private final @Nullable InvocationRecorder recorder;

	private final Executor executor;

	private final ErrorHandling errors;

	private final OngoingRequests ongoing = new OngoingRequests(this::intercept);

	private final ResponseFactory responses = new ResponseFactory();

	/**
	 * Create a handler that records nothing.
	 * @param functions the functions to serve
	 * @param types finds the types of values that functions send
	 * @param batchInterceptors go around each request, the first one outermost
	 * @param interceptors go around each invocation, the first one outermost
	 * @param executor goes on with a request after an asynchronous function has handled
	 * one of its messages
	 */
	public RequestReplyHandler(FunctionRegistry functions, TypeRegistry types, List<BatchInterceptor> batchInterceptors,
			List<InvocationInterceptor> interceptors, Executor executor) {
		this(functions, types, batchInterceptors, interceptors, null, executor);
	}

	/**
	 * Create a handler that fails each request that has a message that fails.
	 * @param functions the functions to serve
	 * @param types finds the types of values that functions send
	 * @param batchInterceptors go around each request, the first one outermost
	 * @param interceptors go around each invocation, the first one outermost
	 * @param recorder is told of invocations, or {@code null}
	 * @param executor goes on with a request after an asynchronous function has handled
	 * one of its messages
	 */
	public RequestReplyHandler(FunctionRegistry functions, TypeRegistry types, List<BatchInterceptor> batchInterceptors,
			List<InvocationInterceptor> interceptors, @Nullable InvocationRecorder recorder, Executor executor) {
		this(functions, types, batchInterceptors, interceptors, recorder, executor, ErrorHandling.none());
	}

	/**
	 * Create a handler.
	 * @param functions the functions to serve
	 * @param types finds the types of values that functions send
	 * @param batchInterceptors go around each request, the first one outermost
	 * @param interceptors go around each invocation, the first one outermost
	 * @param recorder is told of invocations, or {@code null}
	 * @param executor goes on with a request after an asynchronous function has handled
	 * one of its messages
	 * @param errors what is done about invocations that fail or take too long
	 */
	public RequestReplyHandler(FunctionRegistry functions, TypeRegistry types, List<BatchInterceptor> batchInterceptors,
			List<InvocationInterceptor> interceptors, @Nullable InvocationRecorder recorder, Executor executor,
			ErrorHandling errors) {
		this.functions = functions;
		this.served = new ServedFunctions(functions);
		this.types = types;
		this.batchInterceptors = List.copyOf(batchInterceptors);
		this.interceptors = List.copyOf(interceptors);
		this.recorder = recorder;
		this.executor = executor;
		this.errors = errors;
	}

	TypeRegistry types() {
		return this.types;
	}

	@Nullable InvocationRecorder recorder() {
		return this.recorder;
	}

	Executor executor() {
		return this.executor;
	}

	ErrorHandling errors() {
		return this.errors;
	}

	/**
	 * Answer a request. The messages are handled by the calling thread until one is
	 * handled asynchronously, or has failed and is to be tried again after a while; those
	 * after it by the executor, or by the workers of the error handling. Those of a
	 * function that has a timeout are all handled by the workers.
	 * <p>
	 * While a request is at work, the same one for the same function instance is not
	 * handled once more, but gets the same answer: the engine sends a request again when
	 * it has stopped waiting for the answer.
	 * @param batch the request
	 * @return completes with the effects of all its messages or, in the 3.x protocol
	 * only, the states without which they cannot be handled. Completes exceptionally,
	 * with a {@link RequestFailedException} unless an interceptor has another, if there
	 * is no such function, a state is missing that the engine cannot be asked for, or a
	 * message could not be handled and is neither skipped nor dead-lettered; with a
	 * {@link BusyInstanceException} while another request for the instance is at work.
	 * Nothing of the request takes effect then. Whoever stops waiting completes it, and
	 * so ends the request
	 */
	public CompletableFuture<InvocationResult> handle(InvocationBatch batch) {
		try {
			return this.ongoing.handle(batch);
		}
		catch (BusyInstanceException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<InvocationResult> intercept(InvocationBatch batch) {
		return intercept(batch, 0, this.interceptors).toCompletableFuture();
	}

	private CompletionStage<InvocationResult> intercept(InvocationBatch batch, int depth,
			List<InvocationInterceptor> around) {
		try {
			return (depth == this.batchInterceptors.size()) ? invoke(batch, around)
					: intercept(this.batchInterceptors.get(depth), batch, depth + 1, around);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Whoever gives up the answer gives up what it was to be made from, too. */
	private CompletionStage<InvocationResult> intercept(BatchInterceptor batchInterceptor, InvocationBatch batch,
			int depth, List<InvocationInterceptor> around) {
		AtomicReference<@Nullable CompletionStage<InvocationResult>> inside = new AtomicReference<>();
		CompletionStage<InvocationResult> answer = Objects
			.requireNonNull(batchInterceptor.intercept(batch, (interceptor) -> {
				CompletionStage<InvocationResult> stage = intercept(batch, depth,
						(interceptor != null) ? with(interceptor, around) : around);
				inside.set(stage);
				return stage;
			}), "A BatchInterceptor returned null, not a stage");
		CompletionStage<InvocationResult> stage = inside.get();
		if (stage == null) {
			return own(answer);
		}
		if (stage != answer && !stage.toCompletableFuture().isDone()) {
			answer.whenComplete((value, ex) -> stage.toCompletableFuture().cancel(false));
		}
		return answer;
	}

	/**
	 * An answer that an interceptor has, and which it may give to other requests as well.
	 */
	private static CompletionStage<InvocationResult> own(CompletionStage<InvocationResult> answer) {
		CompletableFuture<InvocationResult> present = answer.toCompletableFuture();
		boolean succeeded = present.isDone() && !present.isCompletedExceptionally();
		return (succeeded && present.join() instanceof Completed completed)
				? CompletableFuture.completedFuture(completed.copy()) : answer;
	}

	/** Inside those that were added before, outside those that there always are. */
	private List<InvocationInterceptor> with(InvocationInterceptor interceptor, List<InvocationInterceptor> around) {
		List<InvocationInterceptor> all = new ArrayList<>(around);
		all.add(around.size() - this.interceptors.size(), interceptor);
		return all;
	}

	private CompletionStage<InvocationResult> invoke(InvocationBatch batch, List<InvocationInterceptor> around) {
		ServedFunction function = this.served.find(batch.target().type());
		if (function == null) {
			RequestFailedException failure = RequestFailedException.unknownFunction(batch.target(),
					this.functions.typeNames());
			if (this.errors.handlers().isEmpty()) {
				throw failure;
			}
			function = ServedFunction.absent(batch.target().type(), String.valueOf(failure.getMessage()));
		}
		RequestScope scope = RequestScope.of(function, batch, this.responses, this.recorder != null);
		List<ValueSpec<?>> missing = scope.missingStates();
		if (!missing.isEmpty()) {
			return CompletableFuture.completedFuture(incomplete(batch, missing));
		}
		return BatchInvocation.of(this, scope, around).run();
	}

	/** An engine of 2.x would take the question for an answer without effects. */
	private static InvocationResult incomplete(InvocationBatch batch, List<ValueSpec<?>> missing) {
		if (batch.version() == ProtocolVersion.V2) {
			throw RequestFailedException.missingStates(batch.target(), missing.stream().map(ValueSpec::name).toList());
		}
		return new InvocationResult.Incomplete(missing);
	}

}
