package dev.statefun.autoconfigure;

import java.util.stream.Stream;

import dev.statefun.http.internal.LocalUrl;

import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where the endpoint of functions is on the web server of the application, as far as
 * properties tell.
 */
final class EndpointUrl {

	private EndpointUrl() {
	}

	/**
	 * Describe the place.
	 * @return a URL if the web server of the application has the endpoint and listens,
	 * otherwise the path in quotes
	 */
	static String describe(ApplicationContext context, StatefunProperties properties) {
		Environment environment = context.getEnvironment();
		Integer port = environment.getProperty("local.server.port", Integer.class);
		boolean served = context.containsLocalBean("statefunHandlerMapping");
		if (port == null || !served) {
			return "'" + properties.getPath() + "'";
		}
		String path = context.containsLocalBean("statefunWebHandler") ? prefix(environment, "spring.webflux.base-path")
				: prefix(environment, "server.servlet.context-path") + prefix(environment, "spring.mvc.servlet.path");
		return LocalUrl.of(isSecure(environment) ? "https" : "http", null, port, path + properties.getPath())
			.toString();
	}

	private static String prefix(Environment environment, String name) {
		String path = StringUtils.trimTrailingCharacter(environment.getProperty(name, "").strip(), '/');
		return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

	private static boolean isSecure(Environment environment) {
		return environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& Stream.of("bundle", "key-store", "certificate")
					.anyMatch((name) -> StringUtils.hasText(environment.getProperty("server.ssl." + name)));
	}

}
