package dev.statefun.client;

import dev.statefun.Context;
import dev.statefun.client.internal.ClientInterface;
import dev.statefun.dispatch.InvalidFunctionException;

/**
 * Implements interfaces that are annotated with {@link FunctionClient}.
 *
 * @since 0.1.0
 */
public final class FunctionClients {

	private FunctionClients() {
	}

	/**
	 * Implement an interface with a client.
	 * @param <T> the interface
	 * @param type the interface
	 * @param client sends and asks. It is safe for use by many threads, and so is the
	 * result
	 * @return an object whose methods send and ask
	 * @throws InvalidFunctionException if a method cannot do so
	 */
	public static <T> T with(Class<T> type, StatefunClient client) {
		return ClientInterface.of(type).with(client);
	}

	/**
	 * Implement an interface within a handler. Messages are effects of the invocation. A
	 * function cannot wait for a reply, so only methods that return {@code void} work.
	 * @param <T> the interface
	 * @param type the interface
	 * @param context the context of the invocation, which limits the use of the result
	 * @return an object whose methods send
	 * @throws InvalidFunctionException if a method cannot do so
	 */
	public static <T> T in(Context context, Class<T> type) {
		return ClientInterface.of(type).in(context);
	}

}
