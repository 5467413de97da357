package dev.statefun.autoconfigure.module;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Compares the path of {@code statefun.module.url} with the paths at which the
 * application serves functions, as far as properties tell.
 */
final class ModuleUrlCheck {

	private ModuleUrlCheck() {
	}

	/**
	 * Compare the paths.
	 * @param url what is configured
	 * @return a sentence if they differ, or {@code null}
	 */
	static @Nullable String warning(String url, Environment environment) {
		URI uri = URI.create(url);
		String path = uri.getRawPath();
		Set<String> served = served(environment);
		if (uri.getScheme().endsWith("+unix") || served.contains(path)) {
			return null;
		}
		return "The path of 'statefun.module.url' is '%s', but the application serves functions at %s: unless a proxy changes the path, the engine gets 404. The path is made of 'statefun.path' and, on the web server, of its context path, servlet path or base path"
			.formatted(path, String.join(" or ", served));
	}

	private static Set<String> served(Environment environment) {
		String path = environment.getProperty("statefun.path", "/statefun");
		Set<String> served = new LinkedHashSet<>();
		boolean own = isSet(environment, "statefun.server.port")
				|| isSet(environment, "statefun.server.unix-domain-socket");
		if (own) {
			served.add(path);
		}
		if (!own || !environment.getProperty("statefun.server.exclusive", Boolean.class, true)) {
			// An application without web server, which writes the file, may be of either
			// kind
			served.add(prefix(environment, "server.servlet.context-path")
					+ prefix(environment, "spring.mvc.servlet.path") + path);
			String base = prefix(environment, "spring.webflux.base-path");
			if (!base.isEmpty()) {
				served.add(base + path);
			}
		}
		return served;
	}

	private static boolean isSet(Environment environment, String name) {
		return StringUtils.hasText(environment.getProperty(name));
	}

	private static String prefix(Environment environment, String name) {
		String value = environment.getProperty(name, "").strip();
		String trimmed = StringUtils.trimTrailingCharacter(value, '/');
		return (trimmed.isEmpty() || trimmed.startsWith("/")) ? trimmed : "/" + trimmed;
	}

}
