package dev.statefun.autoconfigure;

import java.util.Locale;

import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what functions were found: one line, and a table at debug.
 */
final class FunctionReport {

	private static final Log logger = LogFactory.getLog(FunctionReport.class);

	private FunctionReport() {
	}

	/** Whether the engine can reach the functions of an application context. */
	enum Reach {

		/** This context has the endpoint, or does without an engine. */
		SERVED,

		/** A parent context has the endpoint, and does not know the functions. */
		PARENT_ONLY,

		/** There is no endpoint. */
		NONE

	}

	static void log(StatefunProperties properties, FunctionRegistry registry, Reach reach) {
		int count = registry.functions().size();
		if (count == 0 && reach == Reach.PARENT_ONLY) {
			return;
		}
		if (count == 0) {
			logger.warn("There are no stateful functions: no bean has @StatefunFunction, "
					+ "so that requests of the engine will fail. Set 'statefun.enabled=false' if there are to be none");
			return;
		}
		String found = "Found %d stateful function%s".formatted(count, (count == 1) ? "" : "s");
		switch (reach) {
			case SERVED -> logger.info("%s for requests to '%s' (protocol %s)".formatted(found, properties.getPath(),
					properties.getProtocol().name().toLowerCase(Locale.ROOT)));
			case PARENT_ONLY -> logger.warn(found + " in a child context, which the engine cannot reach: "
					+ "the endpoint is that of the parent context, and serves the functions of that context only. "
					+ "Declare the functions in the parent context");
			case NONE -> logger.warn(found + ", but the engine cannot reach this application context: "
					+ "it has neither Spring MVC or WebFlux in a web server, nor a port of its own. "
					+ "Set 'statefun.server.port', which needs statefun-http-netty. Or add spring-boot-starter-web, "
					+ "and remove 'spring.main.web-application-type=none'");
		}
		if (logger.isDebugEnabled()) {
			logger.debug(table(registry));
		}
	}

	private static String table(FunctionRegistry registry) {
		StringBuilder table = new StringBuilder("Stateful functions:\n");
		for (FunctionDefinition function : registry.functions()) {
			table.append("%n  %s, %s%n".formatted(function.typeName(), function.source()));
			if (function.function() instanceof DescribedFunction described) {
				described.handlers()
					.forEach((type, handler) -> table.append("    message  %-40s %s%n".formatted(type, handler)));
			}
			function.states()
				.forEach((state) -> table.append("    state    %-40s %s, expires %s%n".formatted(state.name(),
						state.type().typeName(), switch (state.expiration().mode()) {
							case NONE -> "never";
							case AFTER_WRITE -> state.expiration().timeToLive() + " after it was written";
							case AFTER_INVOKE -> state.expiration().timeToLive() + " after an invocation";
						})));
		}
		return table.toString();
	}

}
