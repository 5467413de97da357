package dev.statefun.autoconfigure.actuate;

import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether requests of the engine are taken. It is down while the endpoint is to have a
 * port of its own and that is closed, while overdue handlers keep all workers, and while
 * answers cannot arrive at the client. Whether the engine calls is not for the
 * application to know.
 */
final class StatefunHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<FunctionRegistry> functions;

	private final Supplier<RequestReplyHandler> handler;

	private final StatefunProperties properties;

	private final Consumer<Health.Builder> parts;

	/**
	 * Create an indicator.
	 * @param functions the functions
	 * @param handler knows its workers
	 * @param properties have the path of the endpoint
	 * @param parts adds the health of the client, and of the lean server, whose class may
	 * be missing
	 */
	StatefunHealthIndicator(Supplier<FunctionRegistry> functions, Supplier<RequestReplyHandler> handler,
			StatefunProperties properties, Consumer<Health.Builder> parts) {
		super("The functions could not be found");
		this.functions = functions;
		this.handler = handler;
		this.properties = properties;
		this.parts = parts;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up()
			.withDetail("path", this.properties.getPath())
			.withDetail("functions", this.functions.get().typeNames().size());
		int overdue = this.handler.get().overdueHandlers();
		if (overdue > 0) {
			builder.withDetail("overdueHandlers", overdue);
		}
		if (this.handler.get().isOutOfWorkers()) {
			builder.down();
		}
		this.parts.accept(builder);
	}

}
