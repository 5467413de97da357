package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.ResponseFactory;
import dev.statefun.type.TypeName;
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

	private final Map<TypeName, ServedFunction> served = new HashMap<>();

	private final TypeRegistry types;

	private final List<BatchInterceptor> batchInterceptors;

	private final List<InvocationInterceptor> interceptors;

	private final @Nullable InvocationRecorder recorder;

	private final Executor executor;

	private final ResponseFactory responses = new ResponseFactory();

	private final TypeNameCache typeNames = new TypeNameCache();

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
	 * Create a handler.
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
		this.functions = functions;
		functions.functions().forEach((function) -> this.served.put(function.typeName(), new ServedFunction(function)));
		this.types = types;
		this.batchInterceptors = List.copyOf(batchInterceptors);
		this.interceptors = List.copyOf(interceptors);
		this.recorder = recorder;
		this.executor = executor;
	}

	TypeRegistry types() {
		return this.types;
	}

	TypeNameCache typeNames() {
		return this.typeNames;
	}

	@Nullable InvocationRecorder recorder() {
		return this.recorder;
	}

	Executor executor() {
		return this.executor;
	}

	/**
	 * Answer a request. The messages are handled by the calling thread until one is
	 * handled asynchronously; those after it by the executor.
	 * @param batch the request
	 * @return completes with the effects of all its messages or, in the 3.x protocol
	 * only, the states without which they cannot be handled. Completes exceptionally,
	 * with a {@link RequestFailedException} unless an interceptor has another, if there
	 * is no such function, a state is missing that the engine cannot be asked for, or a
	 * message could not be handled. Nothing of the request takes effect then
	 */
	public CompletableFuture<InvocationResult> handle(InvocationBatch batch) {
		return intercept(batch, 0, this.interceptors).toCompletableFuture();
	}

	private CompletionStage<InvocationResult> intercept(InvocationBatch batch, int depth,
			List<InvocationInterceptor> around) {
		try {
			return (depth == this.batchInterceptors.size()) ? invoke(batch, around)
					: Objects.requireNonNull(
							this.batchInterceptors.get(depth)
								.intercept(batch,
										(interceptor) -> intercept(batch, depth + 1,
												(interceptor != null) ? with(interceptor, around) : around)),
							"A BatchInterceptor returned null, not a stage");
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Inside those that were added before, outside those that there always are. */
	private List<InvocationInterceptor> with(InvocationInterceptor interceptor, List<InvocationInterceptor> around) {
		List<InvocationInterceptor> all = new ArrayList<>(around);
		all.add(around.size() - this.interceptors.size(), interceptor);
		return all;
	}

	private CompletionStage<InvocationResult> invoke(InvocationBatch batch, List<InvocationInterceptor> around) {
		ServedFunction function = this.served.get(batch.target().type());
		if (function == null) {
			throw RequestFailedException.unknownFunction(batch.target(), this.functions.typeNames());
		}
		RequestScope scope = new RequestScope(function, batch, this.responses, this.recorder != null);
		List<ValueSpec<?>> missing = scope.missingStates();
		if (!missing.isEmpty()) {
			return CompletableFuture.completedFuture(incomplete(batch, missing));
		}
		return new BatchInvocation(this, scope, around).run();
	}

	/** An engine of 2.x would take the question for an answer without effects. */
	private static InvocationResult incomplete(InvocationBatch batch, List<ValueSpec<?>> missing) {
		if (batch.version() == ProtocolVersion.V2) {
			throw RequestFailedException.missingStates(batch.target(), missing.stream().map(ValueSpec::name).toList());
		}
		return new InvocationResult.Incomplete(missing);
	}

}
