package dev.statefun.client;

import dev.statefun.Address;

/**
 * Sends to functions, and asks them, from ordinary code of an application: a controller,
 * a scheduled job, a listener. <pre class="code">
 * &#64;PutMapping("/greet/{user}")
 * CompletableFuture&lt;String&gt; greet(@PathVariable String user) {
 *     return this.statefun.to("demo/greeter", user).ask(new LoginEvent(user), String.class);
 * }
 * </pre>
 * <p>
 * A function must not use it. What it sends would not belong to the invocation, and would
 * remain if that fails. A function sends with its {@code Context}. Within a handler each
 * method that sends throws {@link IllegalStateException}.
 * <p>
 * Safe for use by many threads.
 *
 * @since 0.1.0
 */
public interface StatefunClient {

	/**
	 * Name an instance of a function.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @return a way to send to it
	 * @throws IllegalArgumentException if the type is malformed or reserved, or the id is
	 * empty
	 */
	default FunctionInstance to(String type, String id) {
		return to(Address.of(type, id));
	}

	/**
	 * Name an instance of a function.
	 * @param target the instance
	 * @return a way to send to it
	 * @throws IllegalArgumentException if the type of the function is reserved, or the id
	 * is empty
	 */
	FunctionInstance to(Address target);

}
