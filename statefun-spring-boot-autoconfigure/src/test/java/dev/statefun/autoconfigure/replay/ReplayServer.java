package dev.statefun.autoconfigure.replay;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A real server with the endpoint, and behind it one application after the other: cases
 * have functions of the same type with different states, which no single one could hold.
 */
final class ReplayServer implements AutoCloseable {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	/** A request without values does not tell its version, so the version is pinned. */
	ReplayServer(ProtocolVersion version) {
		this.context = new SpringApplicationBuilder(Server.class).properties("server.port=0", "logging.level.root=warn",
				// Each refusal has a line, not only the first of its kind
				"logging.level.dev.statefun.http=debug",
				// The applications behind the server have none of their own
				"logging.level.dev.statefun.autoconfigure.FunctionReport=error", "statefun.protocol=" + version.name())
			.run();
	}

	/**
	 * Send a request to an application that has certain functions only.
	 * @param request the body of the request
	 * @param functions declares the functions
	 */
	HttpResponse<byte[]> send(byte[] request, Consumer<GenericApplicationContext> functions)
			throws IOException, InterruptedException {
		try (AnnotationConfigApplicationContext application = application(functions)) {
			this.context.getBean(CurrentApplication.class).handler = application.getBean(RequestReplyHandler.class);
			String port = this.context.getEnvironment().getProperty("local.server.port");
			return this.client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/statefun"))
				.header("Content-Type", "application/octet-stream")
				.POST(BodyPublishers.ofByteArray(request))
				.build(), BodyHandlers.ofByteArray());
		}
	}

	/** Start an application, as it would be without a server. */
	static AnnotationConfigApplicationContext application(Consumer<GenericApplicationContext> functions) {
		AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
		application.register(StatefunAutoConfiguration.class, MutableTypes.class);
		functions.accept(application);
		application.refresh();
		return application;
	}

	@Override
	public void close() {
		this.context.close();
		// The level outlives the application that set it
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.statefun.http", null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Server {

		@Bean
		CurrentApplication currentApplication() {
			return new CurrentApplication();
		}

	}

	static final class CurrentApplication implements BatchInterceptor {

		private volatile RequestReplyHandler handler;

		@Override
		public CompletionStage<InvocationResult> intercept(InvocationBatch batch, Chain next) {
			return this.handler.handle(batch);
		}

	}

}
