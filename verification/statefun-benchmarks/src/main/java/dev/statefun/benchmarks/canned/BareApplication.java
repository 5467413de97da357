package dev.statefun.benchmarks.canned;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An application with a controller, and without this library.
 */
@SpringBootApplication
public class BareApplication {

	/**
	 * Serve the controller over HTTP, on connections that stay open as those of this
	 * library do.
	 * @param port where to listen
	 */
	public static void start(int port) {
		SpringApplication.run(BareApplication.class, "--server.port=" + port, "--statefun.enabled=false",
				"--server.tomcat.max-keep-alive-requests=-1");
	}

	@Bean
	CannedAnswers answers() {
		return new CannedAnswers(1, 100);
	}

}
