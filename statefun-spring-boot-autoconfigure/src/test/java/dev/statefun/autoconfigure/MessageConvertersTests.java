package dev.statefun.autoconfigure;

import java.util.concurrent.CompletableFuture;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.testing.EngineRequest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The message converters, in a controller of the application.
 */
class MessageConvertersTests {

	@Test
	void whenAControllerOfTheApplicationSpeaksTheProtocolThenRequestsAndAnswersAreConverted() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "logging.level.root=warn", "statefun.max-request-size=100B")
			.run()) {
			byte[] request = EngineRequest.v3("demo/echo", "ada", "none", "io.statefun.types/string",
					ByteString.copyFromUtf8("\n\2hi"));
			assertThat(EngineClient.result(EngineClient.post(context, "/own/secret", request)).hasField(4)).isTrue();
			assertThat(EngineClient.post(context, "/own/secret", new byte[101]).statusCode()).isEqualTo(500);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OwnController.class, Functions.class })
	static class Application {

	}

	static class Functions {

		@StatefunFunction("demo/echo")
		void echo(String text, Context context) {
			context.send(EgressMessage.of("demo/echoes", text));
		}

	}

	@RestController
	static class OwnController {

		private final RequestReplyHandler handler;

		OwnController(RequestReplyHandler handler) {
			this.handler = handler;
		}

		@PostMapping(path = "/own/{secret}", produces = "application/octet-stream")
		CompletableFuture<InvocationResult> invoke(@RequestBody InvocationBatch batch, @PathVariable String secret) {
			assertThat(secret).isEqualTo("secret");
			return this.handler.handle(batch);
		}

	}

}
