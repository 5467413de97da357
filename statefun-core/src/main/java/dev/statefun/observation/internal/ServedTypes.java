package dev.statefun.observation.internal;

import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.type.TypeName;

/**
 * Tells the function types that the application serves, so that no other name becomes a
 * tag. Safe for use by many threads.
 */
public final class ServedTypes implements Predicate<TypeName> {

	private final Supplier<FunctionRegistry> functions;

	/**
	 * Create a predicate.
	 * @param functions supplies the registry with each request, as it does not exist yet
	 */
	public ServedTypes(Supplier<FunctionRegistry> functions) {
		this.functions = functions;
	}

	@Override
	public boolean test(TypeName type) {
		return this.functions.get().find(type) != null;
	}

}
