package dev.statefun.dispatch.internal;

import java.util.Collection;
import java.util.List;

import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistrar;

/**
 * Contributes functions depending on those that the application has otherwise.
 */
@FunctionalInterface
public interface DependentRegistrar extends FunctionRegistrar {

	/**
	 * Return the functions. Asked once, after all others have been found.
	 * @param others the functions of beans, of other registrars and of parent contexts
	 * @return the functions
	 */
	Collection<FunctionDefinition> functions(Collection<FunctionDefinition> others);

	@Override
	default Collection<FunctionDefinition> functions() {
		return functions(List.of());
	}

}
