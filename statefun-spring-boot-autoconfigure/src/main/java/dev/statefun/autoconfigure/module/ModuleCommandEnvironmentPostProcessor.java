package dev.statefun.autoconfigure.module;

import java.util.Map;

import org.springframework.aot.AotDetector;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Prepares an application that exports or checks a file. It starts without servers and
 * without an engine, and creates only the beans that it needs. Functions are enabled even
 * if {@code statefun.enabled} is {@code false}, so that no check is skipped.
 */
final class ModuleCommandEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final Map<String, Object> PROPERTIES = Map.of("spring.main.web-application-type", "none",
			"spring.main.lazy-initialization", "true", "statefun.server.port", "", "statefun.server.unix-domain-socket",
			"", "statefun.embedded-engine.enabled", "false", "statefun.enabled", "true");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (OnModuleCommandCondition.matches(environment)) {
			if (AotDetector.useGeneratedArtifacts()) {
				throw ModuleException.frozen();
			}
			environment.getPropertySources().addFirst(new MapPropertySource("statefunModuleCommand", PROPERTIES));
		}
	}

	/** After the application's files have been read. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
