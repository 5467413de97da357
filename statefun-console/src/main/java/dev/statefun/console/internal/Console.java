package dev.statefun.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.statefun.dispatch.FunctionRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The console: answers requests of browsers with its pages and with JSON. Safe for use by
 * many threads.
 */
public final class Console {

	/** Each stream takes a thread of a servlet container. */
	private static final int MAX_STREAMS = 16;

	private static final String API = "/api/";

	/** The pages, by path. Nothing else is read from the class path. */
	private static final Map<String, String> FILES = Map.of("/", "index.html", "/console.css", "console.css",
			"/console.js", "console.js", "/dom.js", "dom.js", "/activity.js", "activity.js", "/flow.js", "flow.js",
			"/failures.js", "failures.js", "/functions.js", "functions.js", "/icon.svg", "icon.svg");

	private static final Map<String, String> CONTENT_TYPES = Map.of("html", "text/html;charset=utf-8", "css",
			"text/css;charset=utf-8", "js", "text/javascript;charset=utf-8", "svg", "image/svg+xml");

	private final String path;

	private final ConsoleAccess access;

	private final ConsoleApi api;

	private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

	/**
	 * Create a console.
	 * @param path where it is mapped, such as {@code /statefun-console}
	 * @param access decides who may see it
	 * @param recorder records what it shows
	 * @param functions the functions of the application
	 */
	public Console(String path, ConsoleAccess access, ConsoleRecorder recorder, Supplier<FunctionRegistry> functions) {
		this.path = path;
		this.access = access;
		this.api = new ConsoleApi(recorder, functions);
	}

	/**
	 * Where the console is mapped.
	 * @return the path, without a slash at its end
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Find the path of a request below that of the console.
	 * @param whole the path within the application, in which that of a servlet may come
	 * first
	 * @return the rest, empty for the console itself, or a path that the console does not
	 * have
	 */
	public String below(String whole) {
		int start = whole.indexOf(this.path);
		return (start >= 0) ? whole.substring(start + this.path.length()) : "/unknown";
	}

	/**
	 * Answer a request.
	 * @param request the request
	 * @return the answer. Its events, if there are any, are to be closed
	 */
	public ConsoleResponse handle(ConsoleRequest request) {
		String refusal = this.access.refusal(request);
		if (refusal != null) {
			return ConsoleResponse.refusal(ConsoleResponse.FORBIDDEN, refusal);
		}
		if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
			return ConsoleResponse.refusal(ConsoleResponse.METHOD_NOT_ALLOWED, "The console only reads.");
		}
		if (request.path().isEmpty()) {
			return ConsoleResponse.redirect(this.path.substring(this.path.lastIndexOf('/') + 1) + "/");
		}
		return request.path().startsWith(API) ? data(request.path().substring(API.length()), request)
				: file(request.path());
	}

	private ConsoleResponse data(String name, ConsoleRequest request) {
		if (name.equals("events")) {
			return request.method().equals("HEAD") ? notFound() : events();
		}
		Object value = this.api.get(name, request);
		return (value != null) ? ConsoleResponse.of("application/json", this.api.json(value)) : notFound();
	}

	private ConsoleResponse events() {
		if (this.streams.size() >= MAX_STREAMS) {
			return ConsoleResponse.refusal(ConsoleResponse.TOO_MANY_REQUESTS,
					"Too many pages of the console are open. Close some of them.");
		}
		EventStream events = this.api.events(this.streams::remove);
		this.streams.add(events);
		return ConsoleResponse.events(events);
	}

	/** End all streams of events, for which a graceful shutdown would wait. */
	public void closeStreams() {
		this.streams.forEach(EventStream::close);
	}

	private static ConsoleResponse file(String path) {
		String name = FILES.get(path);
		return (name != null) ? ConsoleResponse.of(contentType(name), read(name)) : notFound();
	}

	private static String contentType(String name) {
		return CONTENT_TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
	}

	private static byte[] read(String name) {
		try (@Nullable
		InputStream in = Console.class.getResourceAsStream("/dev/statefun/console/web/" + name)) {
			if (in == null) {
				throw new IllegalStateException("The jar of the console lacks " + name);
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ConsoleResponse notFound() {
		return ConsoleResponse.refusal(ConsoleResponse.NOT_FOUND, "The console has no such page.");
	}

}
