package dev.statefun.embedded;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Allows requests for this machine only, where the embedded engine is used: the developer
 * has a browser there, and web pages may try to reach functions through it. What the
 * application configures wins.
 */
final class AllowedHostsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String HOSTS = "statefun.allowed-hosts";

	private static final MapPropertySource THIS_MACHINE = new MapPropertySource("statefunEmbeddedEngine",
			Map.of(HOSTS, "localhost,127.0.0.1,[::1]"));

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty("statefun.embedded-engine.enabled", Boolean.class, true)
				&& !environment.containsProperty(HOSTS) && !environment.containsProperty(HOSTS + "[0]")
				&& !hasAddress(environment, "server.address") && !hasAddress(environment, "statefun.server.address")) {
			environment.getPropertySources().addLast(THIS_MACHINE);
		}
	}

	/** The engine then calls that address. */
	private static boolean hasAddress(ConfigurableEnvironment environment, String property) {
		return StringUtils.hasText(environment.getProperty(property));
	}

	/** After the application's files have been read. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
