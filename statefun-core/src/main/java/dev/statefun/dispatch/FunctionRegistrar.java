package dev.statefun.dispatch;

import java.util.Collection;

/**
 * A bean that contributes functions which are known at runtime only.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FunctionRegistrar {

	/**
	 * The functions. Asked once, when all singletons exist.
	 * @return the functions
	 * @throws InvalidFunctionException if something cannot be a function
	 */
	Collection<FunctionDefinition> functions();

}
