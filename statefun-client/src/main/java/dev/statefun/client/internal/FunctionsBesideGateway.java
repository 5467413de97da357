package dev.statefun.client.internal;

import java.util.function.Supplier;

import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the functions of an application, if it has the gateway as well.
 *
 * @param functions supplies the functions of the application
 * @param gateway the gateway
 */
public record FunctionsBesideGateway(Supplier<FunctionRegistry> functions,
		TypeName gateway) implements Supplier<@Nullable FunctionRegistry> {

	@Override
	public @Nullable FunctionRegistry get() {
		FunctionRegistry registry = this.functions.get();
		return registry.typeNames().contains(this.gateway) ? registry : null;
	}

}
