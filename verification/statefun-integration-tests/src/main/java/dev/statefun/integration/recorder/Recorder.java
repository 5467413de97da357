package dev.statefun.integration.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.statefun.protocol.ProtocolVersion;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands between an engine and an application, and keeps what passes. Thread-safe.
 */
public final class Recorder implements AutoCloseable {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<Exchange> exchanges = new ArrayList<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final URI target;

	private final HttpServer server;

	private Recorder(URI target, HttpServer server) {
		this.target = target;
		this.server = server;
	}

	/**
	 * Starts a recorder.
	 * @param target where the functions are
	 * @return the recorder
	 */
	public static Recorder start(URI target) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			Recorder recorder = new Recorder(target, server);
			server.createContext("/", recorder::handle);
			server.setExecutor(recorder.executor);
			server.start();
			return recorder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns where the engine is to call.
	 * @return the address, with the path of the target
	 */
	public URI url() {
		return URI.create("http://localhost:" + this.server.getAddress().getPort() + this.target.getPath());
	}

	private void handle(HttpExchange exchange) throws IOException {
		byte[] request = exchange.getRequestBody().readAllBytes();
		try {
			HttpResponse<byte[]> response = this.client.send(HttpRequest.newBuilder(this.target)
				.header("Content-Type", "application/octet-stream")
				.POST(BodyPublishers.ofByteArray(request))
				.build(), BodyHandlers.ofByteArray());
			add(new Exchange(
					"%s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getProtocol()),
					headers(exchange), request, response.statusCode(), response.body()));
			response.headers()
				.firstValue("Content-Type")
				.ifPresent((type) -> exchange.getResponseHeaders().set("Content-Type", type));
			boolean empty = response.body().length == 0;
			exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : response.body().length);
			if (!empty) {
				exchange.getResponseBody().write(response.body());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			exchange.close();
		}
	}

	private static List<List<String>> headers(HttpExchange exchange) {
		List<List<String>> headers = new ArrayList<>();
		// The port is another one each time, and would be the difference between
		// recordings
		exchange.getRequestHeaders()
			.forEach((name, values) -> values
				.forEach((value) -> headers.add(List.of(name, name.equals("Host") ? "localhost" : value))));
		headers.sort(Comparator.comparing((header) -> header.get(0)));
		return headers;
	}

	private synchronized void add(Exchange exchange) {
		this.exchanges.add(exchange);
	}

	/**
	 * Returns what has passed so far.
	 * @return requests and answers, in the order of the answers
	 */
	public synchronized List<Exchange> exchanges() {
		return List.copyOf(this.exchanges);
	}

	/**
	 * Writes what has passed as vectors, one JSON object a line: those of one instance
	 * one after the other.
	 * @param file the file
	 * @param engine the engine, its version and transport
	 * @param version the protocol of the engine
	 */
	public void write(Path file, String engine, ProtocolVersion version) {
		JsonMapper mapper = new JsonMapper();
		List<Exchange> sorted = new ArrayList<>(exchanges());
		sorted.sort(Comparator.comparing((exchange) -> exchange.batch(version).target().toString()));
		StringBuilder lines = new StringBuilder();
		for (Exchange exchange : sorted) {
			int number = sorted.indexOf(exchange) + 1;
			lines.append(mapper.writeValueAsString(exchange.toVector(number, engine, version))).append('\n');
		}
		try {
			Files.writeString(file, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
