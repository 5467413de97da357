package dev.statefun.dispatch;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * The functions of an application. Immutable. In a Spring application it is created when
 * all singletons exist, so that it has all functions. A bean that needs it takes an
 * {@code ObjectProvider} of it. Without Spring, list the functions:
 *
 * <pre class="code">
 * FunctionRegistry functions = FunctionRegistry.of(FunctionDefinition.of("example/greeter", new Greeter()),
 *         FunctionDefinition.of("example/counter", new Counter()));
 * </pre>
 *
 * @since 0.1.0
 */
public final class FunctionRegistry {

	private final Map<TypeName, FunctionDefinition> functions;

	/**
	 * Create a registry.
	 * @param definitions the functions
	 * @throws InvalidFunctionException if two of them have the same type
	 */
	public FunctionRegistry(Collection<FunctionDefinition> definitions) {
		Map<TypeName, FunctionDefinition> functions = new LinkedHashMap<>();
		for (FunctionDefinition definition : definitions) {
			FunctionDefinition other = functions.putIfAbsent(definition.typeName(), definition);
			if (other != null) {
				throw InvalidFunctionException.of(
						"The function type %s is declared twice: by %s and by %s.".formatted(definition.typeName(),
								other.source(), definition.source()),
						"Give one of them another type name, or remove it.");
			}
		}
		this.functions = Collections.unmodifiableMap(functions);
	}

	/**
	 * Create a registry.
	 * @param definitions the functions
	 * @return the registry
	 * @throws InvalidFunctionException if two of them have the same type
	 */
	public static FunctionRegistry of(FunctionDefinition... definitions) {
		return new FunctionRegistry(List.of(definitions));
	}

	/**
	 * Find a function.
	 * @param typeName its type
	 * @return the function, or {@code null} if there is none of that type
	 */
	public @Nullable FunctionDefinition find(TypeName typeName) {
		return this.functions.get(typeName);
	}

	/**
	 * The types of all functions.
	 * @return the names, in the order of declaration
	 */
	public Set<TypeName> typeNames() {
		return this.functions.keySet();
	}

	/**
	 * All functions.
	 * @return the functions, in the order of declaration
	 */
	public Collection<FunctionDefinition> functions() {
		return this.functions.values();
	}

}
