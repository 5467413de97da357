package dev.statefun.autoconfigure.security.reactive;

import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.console.internal.Console;
import dev.statefun.http.EndpointPath;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;

/**
 * Matches requests of the engine, for a {@code SecurityWebFilterChain} of their own.
 *
 * @since 0.1.0
 */
public final class StatefunRequest {

	/**
	 * The name of the mapping in {@code StatefunWebFluxAutoConfiguration}. It is the same
	 * if the application replaces the mapping or the web handler.
	 */
	private static final String MAPPING = "statefunHandlerMapping";

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
	public static ServerWebExchangeMatcher toEndpoint() {
		return new EndpointExchangeMatcher();
	}

	/**
	 * Match what is for the console, wherever {@code statefun.console.path} has it.
	 * Matches nothing if there is no console.
	 * @return the matcher, safe for use by many threads
	 */
	public static ServerWebExchangeMatcher toConsole() {
		return new ConsoleExchangeMatcher();
	}

	/**
	 * Looks where a bean is mapped when the first request comes.
	 */
	private abstract static class LazyExchangeMatcher implements ServerWebExchangeMatcher {

		private final String bean;

		private final String description;

		private volatile @Nullable ServerWebExchangeMatcher delegate;

		LazyExchangeMatcher(String bean, String description) {
			this.bean = bean;
			this.description = description;
		}

		/** The paths of the bean, which the context has. */
		abstract String[] paths(ApplicationContext context);

		@Override
		public final Mono<MatchResult> matches(ServerWebExchange exchange) {
			ServerWebExchangeMatcher present = this.delegate;
			if (present == null) {
				ApplicationContext context = exchange.getApplicationContext();
				Assert.state(context != null, "The request is of no application context");
				present = context.containsBean(this.bean) ? ServerWebExchangeMatchers.pathMatchers(paths(context))
						: (other) -> MatchResult.notMatch();
				this.delegate = present;
			}
			return present.matches(exchange);
		}

		@Override
		public final String toString() {
			return this.description;
		}

	}

	private static final class EndpointExchangeMatcher extends LazyExchangeMatcher {

		EndpointExchangeMatcher() {
			super(MAPPING, "StatefunRequest.toEndpoint()");
		}

		@Override
		String[] paths(ApplicationContext context) {
			EndpointPath path = context.getBean(StatefunProperties.class).endpointPath();
			return new String[] { path.toString(), path.withoutSecret() };
		}

	}

	/** An application may lack the module of the console. */
	private static final class ConsoleExchangeMatcher extends LazyExchangeMatcher {

		ConsoleExchangeMatcher() {
			super(CONSOLE, "StatefunRequest.toConsole()");
		}

		@Override
		String[] paths(ApplicationContext context) {
			return new String[] { context.getBean(CONSOLE, Console.class).path() + "/**" };
		}

	}

}
