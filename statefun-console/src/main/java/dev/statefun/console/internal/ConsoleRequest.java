package dev.statefun.console.internal;

import java.net.InetAddress;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request of a browser, whatever server it came by.
 *
 * @param method the method
 * @param path the path below that of the console, such as {@code /api/activity}; empty
 * for the path of the console itself
 * @param parameters the first value of each query parameter
 * @param headers the first value of each header that was received, by its name in lower
 * case. Those are included that the server or a filter has evaluated and removed
 * @param remote where the connection comes from, or {@code null} if that is unknown
 */
public record ConsoleRequest(String method, String path, Map<String, String> parameters, Map<String, String> headers,
		@Nullable InetAddress remote) {

	@Nullable String header(String name) {
		return this.headers.get(name);
	}

	String parameter(String name) {
		return this.parameters.getOrDefault(name, "");
	}

}
