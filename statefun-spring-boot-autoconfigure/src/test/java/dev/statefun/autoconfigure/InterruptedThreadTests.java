package dev.statefun.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.statefun.Message;
import dev.statefun.annotation.StatefunFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.result;

/**
 * A server must not lose the answer of a handler that leaves its thread interrupted.
 */
@ParameterizedClass
@EnumSource
class InterruptedThreadTests {

	private static final int REQUESTS = 5;

	private final EndpointServer server;

	InterruptedThreadTests(EndpointServer server) {
		this.server = server;
	}

	@Test
	void whenAHandlerLeavesItsThreadInterruptedThenTheAnswerArrives() throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(Application.class)) {
			for (int i = 0; i < REQUESTS; i++) {
				result(post(context, "/statefun", GatedFunctions.request("demo/interrupted", "hi")));
				result(post(context, "/statefun", GatedFunctions.request("demo/interrupted-stage", "hi")));
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Functions.class)
	static class Application {

	}

	static class Functions {

		@StatefunFunction("demo/interrupted")
		void interrupt(Message message) {
			Thread.currentThread().interrupt();
		}

		@StatefunFunction("demo/interrupted-stage")
		CompletionStage<?> interruptLater(Message message) {
			Thread.currentThread().interrupt();
			return CompletableFuture.runAsync(() -> Thread.currentThread().interrupt());
		}

	}

}
