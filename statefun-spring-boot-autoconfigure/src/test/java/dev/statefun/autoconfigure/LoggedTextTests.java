package dev.statefun.autoconfigure;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.testing.EngineRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static dev.statefun.autoconfigure.EngineClient.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ids, names of types and messages of exceptions in the log, when a request has them
 * forge lines, control a terminal, or fill a disk.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class LoggedTextTests {

	private static final String EVIL = "x\r\nFORGED line\u001b[31m\u2028FORGED\u202e";

	private static final String LONG = "x".repeat(1 << 20);

	private final EndpointServer server;

	LoggedTextTests(EndpointServer server) {
		this.server = server;
	}

	@Test
	void whenTextsOfARequestAreLoggedThenTheyAreEscapedAndShortened(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(Application.class, "spring.main.banner-mode=off",
				"logging.pattern.console=%level %X{statefun.function} %X{statefun.id} %message%n%throwable",
				"statefun.observations.log-correlation=true", "statefun.observations.enabled=true",
				"statefun.errors.rules[0].functions=demo/skipped", "statefun.errors.rules[0].action=skip")) {
			for (String text : new String[] { EVIL, LONG }) {
				for (String function : new String[] { "demo/failing", "demo/skipped", "demo/logging",
						"demo/" + text }) {
					post(context, "/statefun",
							EngineRequest.v3(function, text, "none", "demo/" + text, ByteString.copyFromUtf8(text)));
				}
			}
			post(context, "/statefun", (EVIL + "\0").getBytes());
		}
		assertThat(output.getAll()).contains("demo/failing", "demo/skipped", "<EOL>FORGED", "said by the function");
		assertThat(output.getAll().lines())
			.allSatisfy((line) -> assertThat(line).hasSizeLessThan(20_000).doesNotStartWith("FORGED"));
		assertThat(output.getAll()).doesNotContain("\u001b", "\u2028", "\u202e");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Functions.class)
	static class Application {

	}

	static class Functions {

		private static final Log logger = LogFactory.getLog(Functions.class);

		@StatefunFunction("demo/failing")
		void fail(Message message) {
			throw new IllegalStateException(message.rawValue().toStringUtf8(),
					new IllegalArgumentException(message.rawValue().toStringUtf8()));
		}

		@StatefunFunction("demo/skipped")
		void skip(Message message) {
			fail(message);
		}

		@StatefunFunction("demo/logging")
		void log(Context context, Message message) {
			logger.warn("said by the function");
		}

	}

}
