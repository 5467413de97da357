package dev.statefun.benchmarks.official;

import java.util.concurrent.CompletableFuture;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import org.apache.flink.statefun.sdk.java.handler.RequestReplyHandler;
import org.apache.flink.statefun.sdk.java.slice.Slice;
import org.apache.flink.statefun.sdk.java.slice.Slices;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the official SDK on Undertow, the server of its own examples, which
 * hand the whole body to the handler, and answer when that is done.
 */
public final class OfficialServer {

	private final RequestReplyHandler handler = OfficialFunctions.handler();

	private OfficialServer() {
	}

	/**
	 * Serve the functions over HTTP.
	 * @param port where to listen
	 */
	public static void start(int port) {
		OfficialServer server = new OfficialServer();
		Undertow.builder()
			.addHttpListener(port, "127.0.0.1")
			.setHandler((exchange) -> exchange.getRequestReceiver().receiveFullBytes(server::handle))
			.build()
			.start();
	}

	@SuppressWarnings("deprecation")
	private void handle(HttpServerExchange exchange, byte[] request) {
		CompletableFuture<Slice> result = this.handler.handle(Slices.wrap(request));
		exchange.dispatch();
		result.whenComplete((answer, ex) -> answer(exchange, answer, ex));
	}

	private static void answer(HttpServerExchange exchange, Slice answer, @Nullable Throwable failure) {
		if (failure != null) {
			exchange.setStatusCode(StatusCodes.INTERNAL_SERVER_ERROR).endExchange();
			return;
		}
		exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/octet-stream");
		exchange.getResponseSender().send(answer.asReadOnlyByteBuffer());
	}

}
