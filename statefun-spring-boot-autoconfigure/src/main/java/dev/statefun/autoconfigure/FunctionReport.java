package dev.statefun.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.io.internal.Asks;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Logs what functions were found, once servers listen: a line for each function, and a
 * table at debug.
 */
final class FunctionReport implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(FunctionReport.class);

	/** Applications have few functions. The table has all of them. */
	private static final int MAX_FUNCTIONS = 20;

	private static final int MAX_TYPES = 8;

	/** How a handler of all other messages is described. */
	private static final String ANY = "*";

	/** With this bean, an application is of use without functions. */
	private static final String CLIENT = "statefunKafkaClientTransport";

	private final ApplicationContext context;

	private final StatefunProperties properties;

	private final Supplier<RequestReplyProtocol> protocol;

	private final Supplier<FunctionRegistry> functions;

	private final Reach reach;

	FunctionReport(ApplicationContext context, StatefunProperties properties, Supplier<RequestReplyProtocol> protocol,
			Supplier<FunctionRegistry> functions, Reach reach) {
		this.context = context;
		this.properties = properties;
		this.protocol = protocol;
		this.functions = functions;
		this.reach = reach;
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

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() == this.context) {
			log(this.functions.get());
		}
	}

	private void log(FunctionRegistry registry) {
		List<FunctionDefinition> functions = registry.functions()
			.stream()
			.filter((function) -> !Asks.isReserved(function.typeName().namespace()))
			.toList();
		int count = functions.size();
		if (count == 0 && this.reach == Reach.PARENT_ONLY) {
			return;
		}
		if (count == 0 && this.context.containsBean(CLIENT)) {
			logger.info("There are no stateful functions: the StatefunClient asks those of other applications");
			return;
		}
		if (count == 0) {
			logger.warn("There are no stateful functions: no bean has @StatefunFunction, "
					+ "so that requests of the engine will fail. Set 'statefun.enabled=false' if there are to be none");
			return;
		}
		String found = "Found %d stateful function%s".formatted(count, (count == 1) ? "" : "s");
		switch (this.reach) {
			case SERVED -> logger.info("%s for requests to %s (protocol %s)%s".formatted(found,
					EndpointUrl.describe(this.context, this.properties), protocol(), lines(functions)));
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

	private String protocol() {
		ProtocolVersion pinned = this.protocol.get().pinned();
		return (pinned != null) ? pinned.name().toLowerCase(Locale.ROOT) : "auto";
	}

	private static String lines(List<FunctionDefinition> functions) {
		StringBuilder lines = new StringBuilder();
		functions.stream()
			.limit(MAX_FUNCTIONS)
			.forEach((function) -> lines.append("%n  %s takes %s".formatted(function.typeName(), messages(function))));
		int more = functions.size() - MAX_FUNCTIONS;
		return (more > 0) ? lines.append("%n  and %d more".formatted(more)).toString() : lines.toString();
	}

	private static String messages(FunctionDefinition function) {
		Map<String, String> handlers = (function.function() instanceof DescribedFunction described)
				? described.handlers() : Map.of();
		boolean any = handlers.isEmpty() || handlers.containsKey(ANY);
		Set<String> types = new TreeSet<>(handlers.isEmpty() ? function.messageTypes() : handlers.keySet());
		types.remove(ANY);
		if (types.isEmpty()) {
			return "messages of any type";
		}
		String named = String.join(", ", types.stream().limit(MAX_TYPES).toList());
		int more = types.size() - MAX_TYPES;
		return named + ((more > 0) ? ", %d more types".formatted(more) : "") + (any ? " and any other" : "");
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
