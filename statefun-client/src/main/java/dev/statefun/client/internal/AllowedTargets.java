package dev.statefun.client.internal;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.io.internal.Asks;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * The functions that the gateway sends to.
 */
public final class AllowedTargets {

	private final List<String> patterns;

	private final Supplier<FunctionRegistry> own;

	/**
	 * Create a list of functions.
	 * @param patterns their types, {@code namespace/name}, or {@code namespace/*} for all
	 * of a namespace; empty for the functions of the application
	 * @param own supplies the functions of the application with each request, as they do
	 * not exist yet
	 */
	public AllowedTargets(Collection<String> patterns, Supplier<FunctionRegistry> own) {
		this.patterns = List.copyOf(patterns);
		this.own = own;
	}

	/** Tell why messages to an instance are refused, if they are. */
	@Nullable String refusal(Address target) {
		if (target.id().isEmpty()) {
			return "its id is empty. Name an instance";
		}
		TypeName type = target.type();
		if (Asks.isReserved(type.namespace())) {
			return "its namespace is reserved for the client. Ask a function of the application";
		}
		if (this.patterns.isEmpty()) {
			Collection<TypeName> functions = this.own.get().typeNames();
			return functions.contains(type) ? null
					: "it is no function of this application, which has %s. Allow others with 'statefun.client.targets'"
						.formatted(functions.stream().filter((name) -> !Asks.isReserved(name.namespace())).toList());
		}
		boolean allowed = this.patterns.contains(type.toString()) || this.patterns.contains(type.namespace() + "/*");
		return allowed ? null : "'statefun.client.targets' does not allow it, but %s".formatted(this.patterns);
	}

}
