package dev.statefun.dispatch;

import dev.statefun.ValueSpec;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Checks names against what engines of 3.x take. Those of 2.x take more.
 */
final class EngineNames {

	private EngineNames() {
	}

	/**
	 * Check the names of functions, and of the types of their states.
	 * @param protocol the only version that is spoken, or {@code null}
	 * @throws InvalidFunctionException if an engine would refuse one of them, or take it
	 * for something else
	 */
	static void check(FunctionRegistry functions, @Nullable ProtocolVersion protocol) {
		if (protocol == ProtocolVersion.V2) {
			return;
		}
		for (FunctionDefinition function : functions.functions()) {
			check(function);
			function.states().forEach((state) -> check(function, state));
		}
	}

	private static void check(FunctionDefinition function) {
		TypeName name = function.typeName();
		if (name.namespace().contains("/")) {
			throw refused("type name %s of the %s has more than one slash".formatted(name, function.source()),
					"Write it as namespace/name, for example with dots in the namespace: %s/%s"
						.formatted(name.namespace().replace('/', '.'), name.name()));
		}
		if (name.toString().contains("*")) {
			throw refused("type name %s of the %s has an asterisk, which stands for any name in a module file"
				.formatted(name, function.source()), "Write it without one");
		}
	}

	private static void check(FunctionDefinition function, ValueSpec<?> state) {
		String type = state.type().typeName();
		int slash = type.indexOf('/');
		if (slash <= 0 || slash == type.length() - 1 || slash != type.lastIndexOf('/')) {
			throw refused("type name '%s' of the state '%s' of the function %s is not of the form namespace/name"
				.formatted(type, state.name(), function.typeName()), "Give the type a name with exactly one slash");
		}
	}

	private static InvalidFunctionException refused(String what, String action) {
		return InvalidFunctionException.of("The %s. Engines of 3.x refuse it.".formatted(what),
				action + ". For an engine of 2.x, which takes it, set 'statefun.protocol=v2'.");
	}

}
