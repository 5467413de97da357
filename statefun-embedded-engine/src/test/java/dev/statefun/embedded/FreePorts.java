package dev.statefun.embedded;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs applications whose ports, and those of their engines, are free ones.
 */
final class FreePorts {

	private FreePorts() {
	}

	static ConfigurableApplicationContext run(Class<?> application, String... args) {
		SpringApplication started = new SpringApplication(application);
		started.setDefaultProperties(Map.of("server.port", "0", "statefun.embedded-engine.ingress-port", "0",
				"statefun.embedded-engine.egress-port", "0"));
		return started.run(args);
	}

}
