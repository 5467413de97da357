package dev.statefun.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on the loopback address. Its port is taken at once, so that one in use
 * is reported before Flink starts; requests wait until {@link #start()}.
 */
final class LoopbackServer {

	private static final Logger logger = LoggerFactory.getLogger(LoopbackServer.class);

	private static final int THREADS = 64;

	private final HttpServer server;

	LoopbackServer(String name, int port, Handler handler) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "statefun-engine-" + name);
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		this.server.setExecutor(executor);
		this.server.createContext("/", (exchange) -> handle(exchange, handler));
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	void start() {
		this.server.start();
	}

	void stop() {
		this.server.stop(0);
	}

	private static void handle(HttpExchange exchange, Handler handler) throws IOException {
		try (exchange) {
			answer(exchange, handler);
		}
		catch (IOException ex) {
			logger.debug("The client of {} went away", exchange.getRequestURI(), ex);
			throw ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void answer(HttpExchange exchange, Handler handler) throws IOException, InterruptedException {
		try {
			handler.handle(exchange);
		}
		catch (Refusal ex) {
			// A client that still sends would see a reset connection instead of the
			// reason
			exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
			ex.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
			respondText(exchange, ex.status, ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.error("Failed to answer {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), ex);
			respondText(exchange, 500, ex.toString());
		}
	}

	private static void respondText(HttpExchange exchange, int status, @Nullable String text) throws IOException {
		respond(exchange, status, "text/plain;charset=UTF-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns the segments of the request's path, percent-decoded.
	 */
	static List<String> segments(HttpExchange exchange) {
		List<String> segments = new ArrayList<>();
		String path = exchange.getRequestURI().getRawPath();
		for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
			segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
		}
		return segments;
	}

	static void respond(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", contentType);
		boolean hasBody = body.length != 0 && !exchange.getRequestMethod().equals("HEAD");
		exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
		if (hasBody) {
			OutputStream out = exchange.getResponseBody();
			// A client that went away shows only at the second packet
			out.flush();
			out.write(body);
			out.flush();
		}
	}

	/**
	 * Answers a request.
	 */
	@FunctionalInterface
	interface Handler {

		void handle(HttpExchange exchange) throws IOException, InterruptedException, Refusal;

	}

	/**
	 * A request that is answered with a status and a line of text that says why.
	 */
	static final class Refusal extends Exception {

		private final int status;

		private final Map<String, String> headers;

		Refusal(int status, String message) {
			this(status, message, Map.of());
		}

		Refusal(int status, String message, Map<String, String> headers) {
			super(message);
			this.status = status;
			this.headers = headers;
		}

	}

}
