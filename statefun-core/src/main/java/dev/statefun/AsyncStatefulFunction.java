package dev.statefun;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A {@link StatefulFunction} that may still work on a message after its method has
 * returned. The next message of the same instance waits until the returned stage is
 * complete. <pre class="code">
 * &#64;StatefunFunction("demo/lookup")
 * class Lookup implements AsyncStatefulFunction {
 *
 *     &#64;Override
 *     public CompletionStage&lt;?&gt; apply(Context context, Message message) {
 *         return this.client.find(context.self().id())
 *             .thenAccept((customer) -&gt; context.reply(customer));
 *     }
 *
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AsyncStatefulFunction {

	/**
	 * Handle a message.
	 * @param context the function instance, its states and its ways to send. It is valid
	 * until the returned stage is complete
	 * @param message the message
	 * @return a stage that completes, with any value, when the message has been handled.
	 * It completes exceptionally if the message cannot be handled. Then none of the
	 * effects of the request remain, and the engine sends it again
	 * @throws Exception if the message cannot be handled
	 */
	CompletionStage<?> apply(Context context, Message message) throws Exception;

	/**
	 * The states that this function keeps. It is asked once, at startup.
	 * @return the states, by default none
	 */
	default List<ValueSpec<?>> states() {
		return List.of();
	}

}
