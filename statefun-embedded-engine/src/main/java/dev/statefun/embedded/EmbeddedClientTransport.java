package dev.statefun.embedded;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.client.ClientTransport;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The way to the embedded engine: messages go to its HTTP ingress, and answers come from
 * its HTTP egress. What the ingress has taken is in the memory of the engine, and lost if
 * that process dies. Safe for use by many threads.
 */
final class EmbeddedClientTransport implements ClientTransport, AutoCloseable {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private final EmbeddedEngine engine;

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(CONNECT_TIMEOUT)
		.build();

	private final IngressClient ingress = new IngressClient(this.http);

	private final Supplier<Executor> executor;

	private @Nullable AnswerReader reader;

	EmbeddedClientTransport(EmbeddedEngine engine, Supplier<Executor> executor) {
		this.engine = engine;
		this.executor = executor;
	}

	@Override
	public synchronized void receive(String egress, Consumer<TypedValue> receiver) {
		this.reader = new AnswerReader(this.engine, this.http, egress, receiver);
	}

	@Override
	public CompletionStage<?> send(Address target, TypedValue message) {
		if (!message.hasValue()) {
			return CompletableFuture.failedFuture(new IllegalArgumentException(
					"The ingress of the embedded engine takes no message without a value, such as one of the type '%s'"
						.formatted(message.typeName())));
		}
		if (!this.engine.isRunning()) {
			return CompletableFuture.failedFuture(new IllegalStateException(
					"The embedded engine does not run, so no function can be reached. It starts after the web server,"
							+ " unless the application has no functions"));
		}
		startReader();
		HttpRequest request;
		try {
			request = HttpRequest.newBuilder(uri(target))
				.header("Content-Type", "application/vnd." + message.typeName())
				.PUT(BodyPublishers.ofByteArray(message.bytes().toByteArray()))
				.build();
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		return this.ingress.send(request).thenAccept((response) -> check(target, response));
	}

	/** Nobody waits for answers before the first message. */
	private synchronized void startReader() {
		if (this.reader != null && this.reader.getState() == Thread.State.NEW) {
			this.reader.start();
		}
	}

	private URI uri(Address target) {
		return URI.create(this.engine.ingressUri() + "/" + encode(target.type().namespace()) + "/"
				+ encode(target.type().name()) + "/" + encode(target.id()));
	}

	private static String encode(String segment) {
		return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static void check(Address target, HttpResponse<String> response) {
		if (response.statusCode() != 200) {
			throw new IllegalStateException("The embedded engine did not take a message to %s (%d): %s"
				.formatted(target, response.statusCode(), response.body().strip()));
		}
	}

	@Override
	public Executor executor() {
		return this.executor.get();
	}

	@Override
	public synchronized void close() {
		if (this.reader != null) {
			this.reader.interrupt();
		}
	}

}
