package dev.statefun.dispatch;

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
		try {
			return handler.handle(batch).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : ex;
		}
	}

}
