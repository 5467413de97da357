package dev.statefun.client.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.StateAccess;
import dev.statefun.io.internal.Asks;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * The functions that the gateway sends to.
 */
public final class AllowedTargets {

	private final List<String> patterns;

	private final Supplier<@Nullable FunctionRegistry> own;

	private final StateAccess stateAccess;

	/**
	 * Create a list of functions whose states stay their own.
	 * @param patterns their types, {@code namespace/name}, or {@code namespace/*} for all
	 * of a namespace; empty for the functions of the application
	 * @param own supplies the functions of the application with each request, as they do
	 * not exist yet; or {@code null} if the gateway is that of another application, which
	 * decides instead
	 */
	public AllowedTargets(Collection<String> patterns, Supplier<@Nullable FunctionRegistry> own) {
		this(patterns, own, StateAccess.NONE);
	}

	/**
	 * Create a list of functions.
	 * @param patterns their types
	 * @param own supplies the functions of the application, or {@code null}
	 * @param stateAccess what may be done with the states of those
	 */
	public AllowedTargets(Collection<String> patterns, Supplier<@Nullable FunctionRegistry> own,
			StateAccess stateAccess) {
		this.patterns = List.copyOf(patterns);
		this.own = own;
		this.stateAccess = stateAccess;
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
			FunctionRegistry registry = this.own.get();
			if (registry == null) {
				return null;
			}
			Collection<TypeName> functions = registry.typeNames();
			return functions.contains(type) ? null
					: "it is no function of this application, which has %s. Allow others with 'statefun.client.targets'"
						.formatted(functions.stream().filter((name) -> !Asks.isReserved(name.namespace())).toList());
		}
		boolean allowed = this.patterns.contains(type.toString()) || this.patterns.contains(type.namespace() + "/*");
		return allowed ? null : "'statefun.client.targets' does not allow it, but %s".formatted(this.patterns);
	}

	/**
	 * Tell why access to the states of an instance is refused, if it is. Other
	 * applications and SDKs do not know such requests, and could fail for ever.
	 */
	@Nullable String stateRefusal(Address target, boolean write) {
		String refusal = refusal(target);
		if (refusal != null) {
			return refusal;
		}
		FunctionRegistry registry = this.own.get();
		if (registry == null || registry.find(target.type()) == null) {
			return "it is no function of this application. Only the states of its own functions can be read or changed";
		}
		return this.stateAccess.allows(write) ? null
				: "its states must not be %s. 'statefun.state-access' is '%s', and has to be '%s'".formatted(
						write ? "changed" : "read", this.stateAccess.name().toLowerCase(Locale.ROOT),
						write ? "write" : "read' or 'write");
	}

	/** The function of the application, which must have it. */
	FunctionDefinition definition(TypeName type) {
		return Objects.requireNonNull(Objects.requireNonNull(this.own.get()).find(type));
	}

}
