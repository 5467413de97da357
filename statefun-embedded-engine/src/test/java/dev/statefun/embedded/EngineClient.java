package dev.statefun.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Speaks to the engine as curl would.
 */
final class EngineClient {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final EmbeddedEngine engine;

	EngineClient(EmbeddedEngine engine) {
		this.engine = engine;
	}

	HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(this.engine.ingressUri() + path))
			.header("Content-Type", "application/vnd.test/text")
			.PUT(BodyPublishers.ofString(body)));
	}

	/**
	 * Takes a record, waiting for it longer than by default, since machines can be slow.
	 */
	HttpResponse<String> take(String topic) throws IOException, InterruptedException {
		return get("/" + topic + "?wait=30");
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(this.engine.egressUri() + path)));
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}
