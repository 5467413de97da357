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
	 * Looks where the console is when the first request comes. An application may lack
	 * its module.
	 */
	private static final class ConsoleExchangeMatcher implements ServerWebExchangeMatcher {

		private volatile @Nullable ServerWebExchangeMatcher delegate;

		@Override
		public Mono<MatchResult> matches(ServerWebExchange exchange) {
			ServerWebExchangeMatcher present = this.delegate;
			if (present == null) {
				ApplicationContext context = exchange.getApplicationContext();
				Assert.state(context != null, "The request is of no application context");
				if (!context.containsBean(CONSOLE)) {
					return MatchResult.notMatch();
				}
				present = ServerWebExchangeMatchers
					.pathMatchers(context.getBean(CONSOLE, Console.class).path() + "/**");
				this.delegate = present;
			}
			return present.matches(exchange);
		}

		@Override
		public String toString() {
			return "StatefunRequest.toConsole()";
		}

	}

	/**
	 * Looks where the endpoint is when the first request comes.
	 */
	private static final class EndpointExchangeMatcher implements ServerWebExchangeMatcher {

		private volatile @Nullable ServerWebExchangeMatcher delegate;

		@Override
		public Mono<MatchResult> matches(ServerWebExchange exchange) {
			ServerWebExchangeMatcher present = this.delegate;
			if (present == null) {
				ApplicationContext context = exchange.getApplicationContext();
				Assert.state(context != null, "The request is of no application context");
				present = delegate(context);
				this.delegate = present;
			}
			return present.matches(exchange);
		}

		private static ServerWebExchangeMatcher delegate(ApplicationContext context) {
			if (!context.containsBean(MAPPING)) {
				return (exchange) -> MatchResult.notMatch();
			}
			EndpointPath path = context.getBean(StatefunProperties.class).endpointPath();
			return ServerWebExchangeMatchers.pathMatchers(path.toString(), path.withoutSecret());
		}

		@Override
		public String toString() {
			return "StatefunRequest.toEndpoint()";
		}

	}

}
