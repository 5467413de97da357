package dev.statefun.autoconfigure.internal;

import java.util.stream.Stream;

import dev.statefun.http.internal.LocalUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where something is on the web server of the application, as far as properties tell.
 */
public final class ApplicationUrl {

	private ApplicationUrl() {
	}

	/**
	 * Make a URL for this machine.
	 * @param context the context of the web application
	 * @param reactive whether it has Spring WebFlux, not Spring MVC
	 * @param path the path within the application
	 * @return the URL, or {@code null} if the web server does not listen
	 */
	public static @Nullable String of(ApplicationContext context, boolean reactive, String path) {
		Environment environment = context.getEnvironment();
		Integer port = environment.getProperty("local.server.port", Integer.class);
		if (port == null) {
			return null;
		}
		String prefix = reactive ? prefix(environment, "spring.webflux.base-path")
				: prefix(environment, "server.servlet.context-path") + prefix(environment, "spring.mvc.servlet.path");
		return LocalUrl.of(isSecure(environment) ? "https" : "http", null, port, prefix + path).toString();
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
