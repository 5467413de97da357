package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * All that handling a request takes beside the request. The handler hands it down the
 * pipeline.
 *
 * @param functions the functions to serve
 * @param types finds the types of values that functions send
 * @param protocol starts answers
 * @param batchInterceptors go around each request, the first one outermost
 * @param interceptors go around each invocation, the first one outermost
 * @param recorder is told of invocations, or {@code null}
 * @param executor goes on with a request after an asynchronous invocation
 * @param errors decides about invocations that fail, and limits their time
 * @param limit how large an answer may be
 * @param workers run functions that have a timeout, and functions that are retried
 * @param stateMessages handle messages that read or change states in place of functions
 */
record Collaborators(FunctionRegistry functions, TypeRegistry types, RequestReplyProtocol protocol,
		List<BatchInterceptor> batchInterceptors, List<InvocationInterceptor> interceptors,
		@Nullable InvocationRecorder recorder, Executor executor, ErrorHandling errors, AnswerLimit limit,
		Workers workers, StateMessages stateMessages) {

	Collaborators {
		batchInterceptors = List.copyOf(batchInterceptors);
		interceptors = List.copyOf(interceptors);
	}

	/** Add interceptors for one request, outside of those for all requests. */
	Collaborators with(List<InvocationInterceptor> added) {
		if (added.isEmpty()) {
			return this;
		}
		List<InvocationInterceptor> all = new ArrayList<>(added);
		all.addAll(this.interceptors);
		return new Collaborators(this.functions, this.types, this.protocol, this.batchInterceptors, all, this.recorder,
				this.executor, this.errors, this.limit, this.workers, this.stateMessages);
	}

	/** Leave out interceptors and recorder, which must not see unknown functions. */
	Collaborators unobserved() {
		return new Collaborators(this.functions, this.types, this.protocol, this.batchInterceptors, List.of(), null,
				this.executor, this.errors, this.limit, this.workers, this.stateMessages);
	}

}
