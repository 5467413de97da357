package dev.statefun.dispatch;

import java.util.HashMap;
import java.util.Map;

import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * The functions by their names.
 */
final class ServedFunctions {

	private final Map<TypeName, ServedFunction> functions = new HashMap<>();

	/**
	 * The name of the function that was found last, as it was asked for, which most
	 * probably is the next one. It does not matter when other threads see it.
	 */
	private @Nullable Found latest;

	ServedFunctions(FunctionRegistry registry) {
		registry.functions()
			.forEach((function) -> this.functions.put(function.typeName(), new ServedFunction(function)));
	}

	@Nullable ServedFunction find(TypeName typeName) {
		Found found = this.latest;
		if (found != null && found.typeName == typeName) {
			return found.function;
		}
		ServedFunction function = this.functions.get(typeName);
		if (function != null) {
			this.latest = new Found(typeName, function);
		}
		return function;
	}

	private record Found(TypeName typeName, ServedFunction function) {

	}

}
