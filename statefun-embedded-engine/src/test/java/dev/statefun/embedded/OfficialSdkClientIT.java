package dev.statefun.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.statefun.client.StatefunClient;
import org.apache.flink.statefun.sdk.java.Context;
import org.apache.flink.statefun.sdk.java.StatefulFunction;
import org.apache.flink.statefun.sdk.java.StatefulFunctionSpec;
import org.apache.flink.statefun.sdk.java.StatefulFunctions;
import org.apache.flink.statefun.sdk.java.TypeName;
import org.apache.flink.statefun.sdk.java.ValueSpec;
import org.apache.flink.statefun.sdk.java.handler.RequestReplyHandler;
import org.apache.flink.statefun.sdk.java.message.Message;
import org.apache.flink.statefun.sdk.java.message.MessageBuilder;
import org.apache.flink.statefun.sdk.java.slice.Slice;
import org.apache.flink.statefun.sdk.java.slice.Slices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A function on the official SDK for Java, which knows of no client, is asked as well.
 */
class OfficialSdkClientIT {

	@Test
	void whenAFunctionOnTheOfficialSdkIsAskedThenItsReplyIsTheAnswer(@TempDir Path directory) throws Exception {
		try (Served served = new Served();
				ConfigurableApplicationContext context = run(served.module(directory.resolve("module.yaml")))) {
			StatefunClient client = context.getBean(StatefunClient.class);
			assertThat(client.to("sdk/greeter", "ada").ask("Ada", String.class).join()).isEqualTo("Hello Ada, visit 1");
			assertThat(client.to("sdk/greeter", "ada").withIdempotencyKey("k").ask("Ada", String.class).join())
				.isEqualTo("Hello Ada, visit 2");
			assertThat(client.to("sdk/greeter", "ada").withIdempotencyKey("k").ask("Ada", String.class).join())
				.isEqualTo("Hello Ada, visit 2");
			assertThat(client.to("sdk/greeter", "ada").ask("Ada", String.class).join()).isEqualTo("Hello Ada, visit 3");
		}
	}

	private static ConfigurableApplicationContext run(Path module) {
		return FreePorts.run(EmbeddedClientIT.CounterApplication.class, "--spring.main.web-application-type=servlet",
				"--statefun.client.targets=sdk/*", "--statefun.embedded-engine.module=" + module.toUri());
	}

	/** The function as its own documentation writes it. */
	private static final class Greeter implements StatefulFunction {

		private static final ValueSpec<Integer> VISITS = ValueSpec.named("visits").withIntType();

		private static final StatefulFunctionSpec SPEC = StatefulFunctionSpec
			.builder(TypeName.typeNameFromString("sdk/greeter"))
			.withValueSpec(VISITS)
			.withSupplier(Greeter::new)
			.build();

		@Override
		public CompletableFuture<Void> apply(Context context, Message message) {
			int visits = context.storage().get(VISITS).orElse(0) + 1;
			context.storage().set(VISITS, visits);
			context.send(MessageBuilder.forAddress(context.caller().orElseThrow())
				.withValue("Hello %s, visit %d".formatted(message.asUtf8String(), visits))
				.build());
			return context.done();
		}

	}

	/** An HTTP server with that function. */
	private static final class Served implements AutoCloseable {

		private final RequestReplyHandler handler = new StatefulFunctions().withStatefulFunction(Greeter.SPEC)
			.requestReplyHandler();

		private final HttpServer server;

		Served() throws IOException {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			this.server.setExecutor(Executors.newCachedThreadPool((task) -> {
				Thread thread = new Thread(task);
				thread.setDaemon(true);
				return thread;
			}));
			this.server.createContext("/", this::handle);
			this.server.start();
		}

		private void handle(HttpExchange exchange) throws IOException {
			try (exchange) {
				Slice answer = this.handler.handle(Slices.wrap(exchange.getRequestBody().readAllBytes())).join();
				exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
				exchange.sendResponseHeaders(200, (answer.readableBytes() > 0) ? answer.readableBytes() : -1);
				exchange.getResponseBody().write(answer.toByteArray());
			}
		}

		Path module(Path file) throws IOException {
			return Files.writeString(file, """
					kind: io.statefun.endpoints.v2/http
					spec:
					  functions: sdk/*
					  urlPathTemplate: http://localhost:%d/
					  transport:
					    type: io.statefun.transports.v1/async
					""".formatted(this.server.getAddress().getPort()));
		}

		@Override
		public void close() {
			this.server.stop(0);
		}

	}

}
