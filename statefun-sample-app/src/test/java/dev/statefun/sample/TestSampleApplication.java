package dev.statefun.sample;

import dev.statefun.embedded.EmbeddedEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.event.EventListener;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The sample on the class path of its tests, which has the embedded engine and the
 * console.
 */
public class TestSampleApplication {

	public static void main(String[] args) {
		SpringApplication.from(SampleApplication::main).with(TryIt.class).run(args);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class TryIt implements WebMvcConfigurer {

		private static final Logger logger = LoggerFactory.getLogger(TryIt.class);

		@Override
		public void addViewControllers(ViewControllerRegistry registry) {
			registry.addRedirectViewController("/", "/statefun-console");
		}

		@EventListener
		void sayWhatToTry(ApplicationReadyEvent event) {
			event.getApplicationContext()
				.getBeanProvider(EmbeddedEngine.class)
				.ifAvailable((engine) -> sayWhatToTry(
						event.getApplicationContext().getEnvironment().getProperty("local.server.port")));
		}

		private static void sayWhatToTry(String port) {
			logger.info("Ready. Try: curl -X PUT localhost:{}/greet/Ada, and watch it at http://localhost:{}", port,
					port);
		}

	}

}
