package dev.statefun.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.protobuf.ByteString;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.internal.EngineProtocol;

/**
 * Where requests go: through the codec and the dispatch of production, and back.
 */
final class RequestPath {

	/** For asynchronous functions; in real time. */
	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final RequestReplyHandler handler;

	RequestPath(RequestReplyHandler handler) {
		this.handler = handler;
	}

	/**
	 * Have a request handled.
	 * @return the answer
	 * @throws Throwable whatever made it fail
	 */
	InvocationResult call(InvocationBatch request) throws Throwable {
		RequestReplyProtocol protocol = RequestReplyProtocol.of(request.version());
		InvocationBatch received = protocol.decode(EngineProtocol.encode(request));
		InvocationResult result = await(received, this.handler.handle(received));
		ByteString answer = protocol.encode(result);
		InvocationResult read = EngineProtocol.decode(request.version(), answer);
		result.release();
		return read;
	}

	private static InvocationResult await(InvocationBatch request, CompletableFuture<InvocationResult> result)
			throws Throwable {
		try {
			return result.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (TimeoutException ex) {
			RequestFailedException timeout = RequestFailedException.timedOut(request.target(), TIMEOUT);
			result.completeExceptionally(timeout);
			throw timeout;
		}
	}

}
