package dev.statefun.console.internal;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer to a browser.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body, empty if events follow
 * @param events follow the headers until the browser hangs up, or {@code null}
 */
public record ConsoleResponse(int status, Map<String, String> headers, byte[] body, @Nullable EventStream events) {

	static final int OK = 200;

	static final int FOUND = 302;

	static final int FORBIDDEN = 403;

	static final int NOT_FOUND = 404;

	static final int METHOD_NOT_ALLOWED = 405;

	static final int TOO_MANY_REQUESTS = 429;

	private static final byte[] NOTHING = {};

	/**
	 * Scripts, styles and data come from the console alone. No other page may frame it.
	 */
	private static final Map<String, String> SECURITY = Map.of("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
					+ " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Resource-Policy",
			"same-origin", "Cross-Origin-Opener-Policy", "same-origin", "X-Frame-Options", "DENY", "Cache-Control",
			"no-store");

	static ConsoleResponse of(String contentType, byte[] body) {
		return new ConsoleResponse(OK, headers("Content-Type", contentType), body, null);
	}

	static ConsoleResponse events(EventStream events) {
		return new ConsoleResponse(OK, headers("Content-Type", "text/event-stream;charset=utf-8"), NOTHING, events);
	}

	static ConsoleResponse redirect(String location) {
		return new ConsoleResponse(FOUND, headers("Location", location), NOTHING, null);
	}

	static ConsoleResponse refusal(int status, String reason) {
		return new ConsoleResponse(status, headers("Content-Type", "text/plain;charset=utf-8"),
				(reason + "\n").getBytes(StandardCharsets.UTF_8), null);
	}

	private static Map<String, String> headers(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(SECURITY);
		headers.put(name, value);
		return headers;
	}

}
