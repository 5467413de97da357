package dev.statefun.sample;

import dev.statefun.embedded.EmbeddedEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.event.EventListener;

/**
 * The sample on the class path of its tests, which has the embedded engine.
 */
public class TestSampleApplication {

	public static void main(String[] args) {
		SpringApplication.from(SampleApplication::main).with(TryIt.class).run(args);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class TryIt {

		private static final Logger logger = LoggerFactory.getLogger(TryIt.class);

		@EventListener
		void sayWhatToTry(ApplicationReadyEvent event) {
			event.getApplicationContext()
				.getBeanProvider(EmbeddedEngine.class)
				.ifAvailable((engine) -> logger.info("Ready. Try: curl -X PUT localhost:{}/greet/Ada",
						event.getApplicationContext().getEnvironment().getProperty("local.server.port")));
		}

	}

}
