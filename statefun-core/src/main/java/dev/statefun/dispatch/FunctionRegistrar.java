package dev.statefun.dispatch;

import java.util.Collection;

/**
 * A bean that contributes functions that are known at run time only:
 *
 * <pre class="code">
 * &#64;Bean
 * FunctionRegistrar tenants(TenantProperties tenants) {
 *     return () -&gt; tenants.names()
 *         .stream()
 *         .map((name) -&gt; FunctionDefinition.of("tenants/" + name, new TenantFunction(name)))
 *         .toList();
 * }
 * </pre>
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
