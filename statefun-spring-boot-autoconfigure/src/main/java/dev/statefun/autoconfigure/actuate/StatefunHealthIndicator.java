package dev.statefun.autoconfigure.actuate;

import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.dispatch.FunctionRegistry;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether requests of the engine are taken. It is down only while the endpoint is to have
 * a port of its own and that is closed: whether the engine calls is not for the
 * application to know.
 */
final class StatefunHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<FunctionRegistry> functions;

	private final StatefunProperties properties;

	private final Consumer<Health.Builder> server;

	/**
	 * Create an indicator.
	 * @param functions the functions
	 * @param properties have the path of the endpoint
	 * @param server adds the health of the lean server, whose class may be missing
	 */
	StatefunHealthIndicator(Supplier<FunctionRegistry> functions, StatefunProperties properties,
			Consumer<Health.Builder> server) {
		super("The functions could not be found");
		this.functions = functions;
		this.properties = properties;
		this.server = server;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up()
			.withDetail("path", this.properties.getPath())
			.withDetail("functions", this.functions.get().typeNames().size());
		this.server.accept(builder);
	}

}
