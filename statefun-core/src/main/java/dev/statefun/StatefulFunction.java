package dev.statefun;

import java.util.List;

/**
 * A stateful function in its plain form: one method gets all messages. Make it a bean,
 * and name its type with {@code @StatefunFunction} on the class or on the {@code @Bean}
 * method. <pre class="code">
 * &#64;StatefunFunction("demo/counter")
 * class Counter implements StatefulFunction {
 *
 *     static final ValueSpec&lt;Long&gt; SEEN = ValueSpec.of("seen", Types.longType());
 *
 *     &#64;Override
 *     public void apply(Context context, Message message) {
 *         long seen = context.storage().value(SEEN).update(0L, (count) -&gt; count + 1);
 *         context.send("demo/greeter", context.self().id(), seen);
 *     }
 *
 *     &#64;Override
 *     public List&lt;ValueSpec&lt;?&gt;&gt; states() {
 *         return List.of(SEEN);
 *     }
 *
 * }
 * </pre>
 * <p>
 * One object serves all instances of the function, from many threads. Keep the data of an
 * instance in its states, never in fields.
 *
 * @since 0.1.0
 * @see AsyncStatefulFunction
 */
@FunctionalInterface
public interface StatefulFunction {

	/**
	 * Handle a message.
	 * @param context the function instance, its states and its ways to send. It is valid
	 * until this method returns
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
