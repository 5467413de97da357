package dev.statefun.autoconfigure.security.servlet;

import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.console.internal.Console;
import dev.statefun.http.EndpointPath;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Matches requests of the engine, for a {@code SecurityFilterChain} of their own.
 *
 * @since 0.1.0
 */
public final class StatefunRequest {

	/** As {@code StatefunWebMvcAutoConfiguration} names it. */
	private static final String ENDPOINT = "statefunController";

	/** As {@code StatefunConsoleAutoConfiguration} names it. */
	private static final String CONSOLE = "statefunConsole";

	private StatefunRequest() {
	}

	/**
	 * Match what is for the endpoint of the engine, wherever {@code statefun.path} has
	 * it, with its secret, another, or none. Matches nothing if the endpoint is on a port
	 * of its own, which Spring Security does not see.
	 * @return the matcher, safe for use by many threads
	 */
	public static RequestMatcher toEndpoint() {
		return new EndpointRequestMatcher();
	}

	/**
	 * Match what is for the console, wherever {@code statefun.console.path} has it.
	 * Matches nothing if there is no console.
	 * @return the matcher, safe for use by many threads
	 */
	public static RequestMatcher toConsole() {
		return new ConsoleRequestMatcher();
	}

	/**
	 * Looks where a bean is mapped when the first request comes.
	 */
	private abstract static class LazyRequestMatcher implements RequestMatcher {

		private final String bean;

		private final String description;

		private volatile @Nullable RequestMatcher delegate;

		LazyRequestMatcher(String bean, String description) {
			this.bean = bean;
			this.description = description;
		}

		/**
		 * Match paths below that of the servlet.
		 * @param context that of the bean: that of the management port has other paths
		 */
		abstract RequestMatcher delegate(ApplicationContext context, PathPatternRequestMatcher.Builder below);

		@Override
		public final boolean matches(HttpServletRequest request) {
			RequestMatcher present = this.delegate;
			if (present == null) {
				ApplicationContext context = WebApplicationContextUtils
					.getRequiredWebApplicationContext(request.getServletContext());
				if (!context.containsLocalBean(this.bean)) {
					return false;
				}
				PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
				String servletPath = context.getBean(DispatcherServletPath.class).getPrefix();
				present = delegate(context, servletPath.isEmpty() ? builder : builder.basePath(servletPath));
				this.delegate = present;
			}
			return present.matches(request);
		}

		@Override
		public final String toString() {
			return this.description;
		}

	}

	private static final class EndpointRequestMatcher extends LazyRequestMatcher {

		EndpointRequestMatcher() {
			super(ENDPOINT, "StatefunRequest.toEndpoint()");
		}

		@Override
		RequestMatcher delegate(ApplicationContext context, PathPatternRequestMatcher.Builder below) {
			EndpointPath path = context.getBean(StatefunProperties.class).endpointPath();
			return new OrRequestMatcher(below.matcher(path.toString()), below.matcher(path.withoutSecret()));
		}

	}

	/** An application may lack the module of the console. */
	private static final class ConsoleRequestMatcher extends LazyRequestMatcher {

		ConsoleRequestMatcher() {
			super(CONSOLE, "StatefunRequest.toConsole()");
		}

		@Override
		RequestMatcher delegate(ApplicationContext context, PathPatternRequestMatcher.Builder below) {
			return below.matcher(context.getBean(CONSOLE, Console.class).path() + "/**");
		}

	}

}
