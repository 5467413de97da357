package dev.statefun.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README does with curl.
 */
final class SampleClient {

	private static final HttpClient client = HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();

	private SampleClient() {
	}

	static void login(URI ingress) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(ingress.resolve("/demo/greeter/ada"))
			.header("Content-Type", "application/vnd.demo/LoginEvent")
			.PUT(BodyPublishers.ofString("{\"userName\":\"Ada\"}"))
			.build();
		assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
	}

	static String greet(URI application, String user) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(application.resolve("/greet/" + user))
			.PUT(BodyPublishers.noBody())
			.build();
		HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	/** The engine waits for a record. */
	static String take(URI egress, String topic) throws IOException, InterruptedException {
		return get(egress.resolve("/" + topic + "?wait=30"));
	}

	/** The timer of the invocations that have some tags. */
	static String invocations(URI application, String tags) throws IOException, InterruptedException {
		return get(application.resolve("/actuator/metrics/statefun.invocations?" + tags));
	}

	static String get(URI uri) throws IOException, InterruptedException {
		HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

}
