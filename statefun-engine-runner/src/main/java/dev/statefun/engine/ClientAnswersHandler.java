package dev.statefun.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import dev.statefun.engine.LoopbackServer.Refusal;

/**
 * {@code GET /<namespace>/<client>}: the answers for a client, each after its length in
 * four bytes. The header {@code Statefun-Position} says where the client stands, before
 * and after. The response waits until there is an answer, for some seconds.
 */
final class ClientAnswersHandler implements LoopbackServer.Handler {

	private static final String POSITION = "Statefun-Position";

	private static final Duration WAIT = Duration.ofSeconds(20);

	private final ClientAnswers answers;

	private final LoopbackServer.Handler others;

	/**
	 * Creates a handler.
	 * @param others handles the requests that are not from a client
	 */
	ClientAnswersHandler(ClientAnswers answers, LoopbackServer.Handler others) {
		this.answers = answers;
		this.others = others;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException, InterruptedException, Refusal {
		List<String> path = LoopbackServer.segments(exchange);
		if (path.size() != 2 || !ClientAnswers.isClient(path.get(0))) {
			this.others.handle(exchange);
			return;
		}
		String position = exchange.getRequestHeaders().getFirst(POSITION);
		ClientAnswers.Read read = this.answers.read(String.join("/", path), (position != null) ? position : "", WAIT);
		exchange.getResponseHeaders().set(POSITION, read.position());
		exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
		long length = read.answers().stream().mapToLong((answer) -> Integer.BYTES + answer.size()).sum();
		exchange.sendResponseHeaders(200, (length != 0) ? length : -1);
		if (length != 0) {
			OutputStream out = exchange.getResponseBody();
			for (ByteString answer : read.answers()) {
				out.write(ByteBuffer.allocate(Integer.BYTES).putInt(answer.size()).array());
				answer.writeTo(out);
			}
			out.flush();
		}
	}

}
