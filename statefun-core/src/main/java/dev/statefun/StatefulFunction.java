package dev.statefun;

import java.util.List;

/**
 * A stateful function in its bare form: whatever the message is, it comes here. Make it a
 * bean, and name its type with {@code @StatefunFunction} on the class or on the
 * {@code @Bean} method.
 * <p>
 * One object serves all instances of the function, from many threads; what belongs to an
 * instance is kept in its state, never in fields.
 *
 * @since 0.1.0
 * @see AsyncStatefulFunction
 */
@FunctionalInterface
public interface StatefulFunction {

	/**
	 * Handle a message.
	 * @param context the instance that the message is for, and what it may do. It is
	 * valid until this method returns
	 * @param message the message
	 * @throws Exception if it cannot be handled. Then none of the effects of the request
	 * remain, and the engine sends it again
	 */
	void apply(Context context, Message message) throws Exception;

	/**
	 * The states that this function keeps. It is asked once, at startup.
	 * @return the states, by default none
	 */
	default List<ValueSpec<?>> states() {
		return List.of();
	}

}
