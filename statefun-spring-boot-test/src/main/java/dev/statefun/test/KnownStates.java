package dev.statefun.test;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;

/**
 * The states that functions asked the engine for, which a restart forgets.
 */
final class KnownStates {

	private final Map<TypeName, Map<String, ValueSpec<?>>> known = new HashMap<>();

	private final FunctionRegistry functions;

	private final ProtocolVersion version;

	KnownStates(FunctionRegistry functions, ProtocolVersion version) {
		this.functions = functions;
		this.version = version;
	}

	Map<String, ValueSpec<?>> of(TypeName function) {
		return this.known.computeIfAbsent(function, (type) -> {
			Map<String, ValueSpec<?>> states = new LinkedHashMap<>();
			if (this.version == ProtocolVersion.V2) {
				// Where it asks for none, its module file names them
				Objects.requireNonNull(this.functions.find(type))
					.states()
					.forEach((spec) -> states.put(spec.name(), spec));
			}
			return states;
		});
	}

	void learn(Address target, List<ValueSpec<?>> missing) {
		Map<String, ValueSpec<?>> states = of(target.type());
		for (ValueSpec<?> spec : missing) {
			if (states.put(spec.name(), spec) != null) {
				throw new IllegalStateException(
						"%s asks for the state '%s', which it was given".formatted(target.type(), spec.name()));
			}
		}
	}

	void clear() {
		this.known.clear();
	}

}
