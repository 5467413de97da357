package dev.statefun.autoconfigure;

import java.util.Locale;
import java.util.function.Supplier;

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

	static void log(StatefunProperties properties, Supplier<FunctionRegistry> functions) {
		FunctionRegistry registry = functions.get();
		int count = registry.functions().size();
		if (count == 0) {
			logger.warn("There are no stateful functions: no bean has @StatefunFunction, "
					+ "so that requests of the engine will fail. Set 'statefun.enabled=false' if there are to be none");
			return;
		}
		logger.info("Found %d stateful function%s for requests to '%s' (protocol %s)".formatted(count,
				(count == 1) ? "" : "s", properties.getPath(),
				properties.getProtocol().name().toLowerCase(Locale.ROOT)));
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
