package dev.statefun.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;

/**
 * Waits for answers.
 */
public final class Answers {

	private Answers() {
	}

	/** Return the answer to a request, or throw why there is none. */
	public static InvocationResult of(RequestReplyHandler handler, InvocationBatch batch) {
		return of(handler.handle(batch));
	}

	/** Return an answer, or throw why there is none. */
	static InvocationResult of(CompletableFuture<InvocationResult> answer) {
		try {
			return answer.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : ex;
		}
	}

}
