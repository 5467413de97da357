package dev.statefun.console.servlet.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import dev.statefun.console.internal.Console;
import dev.statefun.console.internal.ConsoleRequest;
import dev.statefun.console.internal.ConsoleResponse;
import dev.statefun.console.internal.EventStream;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.RequestPath;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.Controller;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Spring MVC {@link Controller} with the console. Safe for use by many threads.
 */
public final class ConsoleController implements Controller {

	private final Console console;

	/**
	 * Create a controller.
	 * @param console answers the requests
	 */
	public ConsoleController(Console console) {
		this.console = console;
	}

	@Override
	public @Nullable ModelAndView handleRequest(HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		ConsoleResponse answer = this.console.handle(toRequest(request));
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		EventStream events = answer.events();
		if (events != null) {
			start(events, request, response);
		}
		else {
			response.setContentLength(answer.body().length);
			if (!request.getMethod().equals("HEAD")) {
				response.getOutputStream().write(answer.body());
			}
		}
		return null;
	}

	private ConsoleRequest toRequest(HttpServletRequest request) {
		HttpServletRequest received = unwrap(request);
		Map<String, String> headers = new HashMap<>();
		received.getHeaderNames()
			.asIterator()
			.forEachRemaining((name) -> headers.put(name.toLowerCase(Locale.ROOT), received.getHeader(name)));
		Map<String, String> parameters = new HashMap<>();
		request.getParameterMap().forEach((name, values) -> parameters.put(name, values[0]));
		return new ConsoleRequest(request.getMethod(), pathOf(request), parameters, headers,
				address(received.getRemoteAddr()));
	}

	/** A filter of Spring removes the headers of proxies, and believes them. */
	private static HttpServletRequest unwrap(HttpServletRequest request) {
		ServletRequest received = request;
		while (received instanceof ServletRequestWrapper wrapper) {
			received = wrapper.getRequest();
		}
		return (received instanceof HttpServletRequest http) ? http : request;
	}

	private static @Nullable InetAddress address(@Nullable String address) {
		try {
			return (address != null) ? InetAddress.getByName(address) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private String pathOf(HttpServletRequest request) {
		RequestPath path = ServletRequestPathUtils.hasParsedRequestPath(request)
				? ServletRequestPathUtils.getParsedRequestPath(request) : ServletRequestPathUtils.parse(request);
		return this.console.below(path.pathWithinApplication().value());
	}

	/** Each stream has a thread of its own, so that a slow browser delays nobody else. */
	private void start(EventStream events, HttpServletRequest request, HttpServletResponse response) {
		AsyncContext async;
		try {
			async = request.startAsync(request, response);
			async.setTimeout(0);
		}
		catch (RuntimeException ex) {
			events.close();
			throw ex;
		}
		Thread thread = new Thread(() -> write(events, async), "statefun-console");
		thread.setDaemon(true);
		thread.start();
	}

	private void write(EventStream events, AsyncContext async) {
		try (events) {
			OutputStream out = async.getResponse().getOutputStream();
			while (!events.isClosed()) {
				byte[] next = events.next();
				if (next.length > 0) {
					out.write(next);
					out.flush();
				}
				LockSupport.parkNanos(EventStream.PAUSE.toNanos());
			}
		}
		catch (IOException | RuntimeException ex) {
			// The browser has hung up
		}
		finally {
			complete(async);
		}
	}

	private static void complete(AsyncContext async) {
		try {
			async.complete();
		}
		catch (RuntimeException ex) {
			// The container has ended the request already
		}
	}

}
