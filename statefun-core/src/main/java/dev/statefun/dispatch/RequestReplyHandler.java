package dev.statefun.dispatch;

import java.util.List;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;

/**
 * Answers requests of the engine, however they travel: has the function handle the
 * messages of a batch in order, and makes one result of their effects. Safe for use by
 * many threads; batches do not see each other.
 *
 * @since 0.1.0
 */
public final class RequestReplyHandler {

	private final FunctionRegistry functions;

	private final TypeRegistry types;

	private final List<InvocationInterceptor> interceptors;

	/**
	 * Create a handler.
	 * @param functions the functions to serve
	 * @param types finds the types of values that functions send
	 * @param interceptors go around each invocation, the first one outermost
	 */
	public RequestReplyHandler(FunctionRegistry functions, TypeRegistry types,
			List<InvocationInterceptor> interceptors) {
		this.functions = functions;
		this.types = types;
		this.interceptors = List.copyOf(interceptors);
	}

	/**
	 * Answer a request.
	 * @param batch the request
	 * @return the effects of all its messages or, in the 3.x protocol only, the states
	 * without which they cannot be handled
	 * @throws RequestFailedException if there is no such function, a state is missing
	 * that the engine cannot be asked for, or a message could not be handled. Nothing of
	 * the request takes effect then
	 */
	public InvocationResult handle(InvocationBatch batch) {
		FunctionDefinition function = this.functions.find(batch.target().type());
		if (function == null) {
			throw RequestFailedException.unknownFunction(batch.target(), this.functions.typeNames());
		}
		RequestScope scope = new RequestScope(function, batch);
		List<ValueSpec<?>> missing = scope.missingStates();
		if (!missing.isEmpty()) {
			return incomplete(batch, missing);
		}
		try {
			invokeAll(function, batch, scope);
		}
		finally {
			scope.close();
		}
		return scope.result();
	}

	/** An engine of 2.x would take the question for an answer without effects. */
	private static InvocationResult incomplete(InvocationBatch batch, List<ValueSpec<?>> missing) {
		if (batch.version() == ProtocolVersion.V2) {
			throw RequestFailedException.missingStates(batch.target(), missing.stream().map(ValueSpec::name).toList());
		}
		return new InvocationResult.Incomplete(missing);
	}

	private void invokeAll(FunctionDefinition function, InvocationBatch batch, RequestScope scope) {
		List<Invocation> invocations = batch.invocations();
		for (int i = 0; i < invocations.size(); i++) {
			Invocation invocation = invocations.get(i);
			InvocationContext context = new InvocationContext(scope, invocation.caller(), this.types);
			try {
				invoke(function, context, new ReceivedMessage(invocation.argument(), this.types), 0);
			}
			catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
				throw RequestFailedException.invocationFailed(batch.target(), invocation, i + 1, invocations.size(),
						ex);
			}
			finally {
				context.close();
			}
		}
	}

	private void invoke(FunctionDefinition function, Context context, Message message, int depth) throws Exception {
		if (depth == this.interceptors.size()) {
			function.function().apply(context, message);
			return;
		}
		this.interceptors.get(depth)
			.intercept(function, context, message, () -> invoke(function, context, message, depth + 1));
	}

}
