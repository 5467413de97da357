package dev.statefun.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import com.google.protobuf.UnknownFieldSet;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls an application as the engine does.
 */
final class EngineClient {

	static final String OCTET_STREAM = "application/octet-stream";

	private static final HttpClient client = newClient();

	private EngineClient() {
	}

	static HttpResponse<byte[]> post(ConfigurableApplicationContext context, String path, byte[] body)
			throws IOException, InterruptedException {
		return send(context, path, OCTET_STREAM, "POST", BodyPublishers.ofByteArray(body));
	}

	/**
	 * Send a request that is not the endpoint's to answer, over a connection of its own:
	 * on one where an answer comes from the event loop itself, and so while that is still
	 * at the request before, Reactor Netty 1.3.7 may not read on (its issue 4361).
	 */
	static HttpResponse<byte[]> postElsewhere(ConfigurableApplicationContext context, String path, byte[] body)
			throws IOException, InterruptedException {
		return send(newClient(), context, path, OCTET_STREAM, "POST", BodyPublishers.ofByteArray(body));
	}

	/** Send a request, with an empty content type for none. */
	static HttpResponse<byte[]> send(ConfigurableApplicationContext context, String path, String contentType,
			String method, BodyPublisher body) throws IOException, InterruptedException {
		return send(client, context, path, contentType, method, body);
	}

	private static HttpClient newClient() {
		return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
	}

	private static HttpResponse<byte[]> send(HttpClient client, ConfigurableApplicationContext context, String path,
			String contentType, String method, BodyPublisher body) throws IOException, InterruptedException {
		int port = path.startsWith("/actuator") ? webPort(context) : port(context);
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.method(method, body);
		if (!contentType.isEmpty()) {
			request.header("Content-Type", contentType);
		}
		return client.send(request.build(), BodyHandlers.ofByteArray());
	}

	/** That of the endpoint. */
	static int port(ConfigurableApplicationContext context) {
		Integer own = context.getEnvironment().getProperty("local.statefun.port", Integer.class);
		return (own != null) ? own : webPort(context);
	}

	private static int webPort(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	static void assertRefused(HttpResponse<byte[]> response, int status) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEmpty();
	}

	/** The result in an answer, field by field. */
	static UnknownFieldSet result(HttpResponse<byte[]> response) throws IOException {
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().allValues("content-type")).containsExactly(OCTET_STREAM);
		return nested(UnknownFieldSet.parseFrom(response.body()), 100);
	}

	static UnknownFieldSet nested(UnknownFieldSet message, int field) throws IOException {
		return UnknownFieldSet.parseFrom(message.getField(field).getLengthDelimitedList().get(0));
	}

	static String text(UnknownFieldSet message, int field) {
		return message.getField(field).getLengthDelimitedList().get(0).toStringUtf8();
	}

}
