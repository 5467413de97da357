package dev.statefun.autoconfigure.security.servlet;

import dev.statefun.autoconfigure.StatefunProperties;
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
	 * Looks where the endpoint is when the first request comes.
	 */
	private static final class EndpointRequestMatcher implements RequestMatcher {

		private volatile @Nullable RequestMatcher delegate;

		@Override
		public boolean matches(HttpServletRequest request) {
			RequestMatcher present = this.delegate;
			if (present == null) {
				ApplicationContext context = WebApplicationContextUtils
					.getRequiredWebApplicationContext(request.getServletContext());
				if (!context.containsLocalBean(ENDPOINT)) {
					return false;
				}
				present = delegate(context);
				this.delegate = present;
			}
			return present.matches(request);
		}

		/**
		 * In the context of the endpoint: that of the management port has other paths.
		 */
		private static RequestMatcher delegate(ApplicationContext context) {
			PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
			String servletPath = context.getBean(DispatcherServletPath.class).getPrefix();
			PathPatternRequestMatcher.Builder below = servletPath.isEmpty() ? builder : builder.basePath(servletPath);
			EndpointPath path = context.getBean(StatefunProperties.class).endpointPath();
			return new OrRequestMatcher(below.matcher(path.toString()), below.matcher(path.withoutSecret()));
		}

		@Override
		public String toString() {
			return "StatefunRequest.toEndpoint()";
		}

	}

}
