package dev.statefun;

import java.time.Duration;
import java.util.Optional;

import dev.statefun.type.SerializationException;
import dev.statefun.type.UnknownTypeException;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a function while it handles one message: its address, its states,
 * and its ways to send. <pre class="code">
 * context.send("demo/greeter", "ada", new Greet("hello"));
 * context.sendAfter(Duration.ofMinutes(5), context.self(), new Remind());
 * context.send(KafkaEgressMessage.forEgress("demo/greetings")
 *     .withTopic("greetings")
 *     .withUtf8Value("hello ada"));
 * </pre>
 * <p>
 * All effects reach the engine together, after every message of the request has been
 * handled. If one message fails the request, the engine gets none of them.
 * <p>
 * A function can send an object whose class has a type: a primitive, a protobuf message,
 * or an object of a class annotated with {@code @StatefunType}. It can also send a
 * {@code TypedValue}, or a received {@link Message}, which keeps its bytes and its type.
 * Values are serialized at once, so later changes to them are not sent. Every method that
 * takes a value throws {@link UnknownTypeException} if its class has no type. It throws
 * {@link SerializationException} if the value cannot be written.
 * <p>
 * A context is valid until the handler of the message returns. If the handler returns a
 * {@code CompletionStage} or another reactive type, it is valid until that completes. The
 * context may pass from thread to thread, but only one thread may use it at a time.
 * Afterwards each method throws {@link IllegalStateException}.
 *
 * @since 0.1.0
 */
public interface Context {

	/**
	 * The instance that the message is for.
	 * @return its address
	 */
	Address self();

	/**
	 * The function that sent the message.
	 * @return its address, or nothing if the message came from an ingress
	 */
	Optional<Address> caller();

	/**
	 * The states of the instance.
	 * @return the states, by their declarations
	 */
	AddressScopedStorage storage();

	/**
	 * Send a message to a function.
	 * @param target whom to send it to
	 * @param value what to send
	 * @throws IllegalArgumentException if the id of the target is empty
	 */
	void send(Address target, Object value);

	/**
	 * Send a message to a function.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param value what to send
	 * @throws IllegalArgumentException if the type is malformed or the id is empty
	 */
	default void send(String type, String id, Object value) {
		send(Address.of(type, id), value);
	}

	/**
	 * Send the present message on to another function, unchanged. The application need
	 * not know the type of its value.
	 * @param target whom to send it to
	 * @throws IllegalArgumentException if the id of the target is empty
	 */
	void forward(Address target);

	/**
	 * Send the present message on to another function, unchanged.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @throws IllegalArgumentException if the type is malformed or the id is empty
	 * @see #forward(Address)
	 */
	default void forward(String type, String id) {
		forward(Address.of(type, id));
	}

	/**
	 * Send a message to the function that sent the present one.
	 * @param value what to send
	 * @throws IllegalStateException if the present message came from an ingress
	 */
	void reply(Object value);

	/**
	 * Send a message to a function after a while. The engine keeps it, also across
	 * failures.
	 * @param delay for how long the engine keeps it, in milliseconds at the finest; zero
	 * lets it pass through the engine's timers without waiting
	 * @param target whom to send it to
	 * @param value what to send
	 * @param cancellationToken a name, not empty, by which {@link #cancelDelayed} finds
	 * the message, or {@code null}; refused in the 2.x protocol, which cannot cancel. The
	 * engine fails its job if another message with this token is waiting that was sent by
	 * an instance of the same id, whatever its function
	 * @throws IllegalArgumentException if the delay is negative, or the token or the id
	 * of the target is empty
	 */
	void sendAfter(Duration delay, Address target, Object value, @Nullable String cancellationToken);

	/**
	 * Send a message to a function after a while.
	 * @param delay for how long the engine keeps it
	 * @param target whom to send it to
	 * @param value what to send
	 * @throws IllegalArgumentException if the delay is negative or the id of the target
	 * is empty
	 * @see #sendAfter(Duration, Address, Object, String)
	 */
	default void sendAfter(Duration delay, Address target, Object value) {
		sendAfter(delay, target, value, null);
	}

	/**
	 * Send a message to a function after a while.
	 * @param delay for how long the engine keeps it
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param value what to send
	 * @throws IllegalArgumentException if the delay is negative, the type malformed or
	 * the id empty
	 * @see #sendAfter(Duration, Address, Object, String)
	 */
	default void sendAfter(Duration delay, String type, String id, Object value) {
		sendAfter(delay, Address.of(type, id), value, null);
	}

	/**
	 * Send a message to a function after a while.
	 * @param delay for how long the engine keeps it
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param value what to send
	 * @param cancellationToken a name by which {@link #cancelDelayed} finds the message
	 * @throws IllegalArgumentException if the delay is negative, the type malformed, or
	 * the id or the token empty
	 * @see #sendAfter(Duration, Address, Object, String)
	 */
	default void sendAfter(Duration delay, String type, String id, Object value, String cancellationToken) {
		sendAfter(delay, Address.of(type, id), value, cancellationToken);
	}

	/**
	 * Cancel a delayed message, if it has not been delivered yet.
	 * @param cancellationToken the token that it was sent with
	 * @throws IllegalArgumentException if the token is empty
	 * @throws UnsupportedOperationException in the 2.x protocol, which cannot cancel
	 */
	void cancelDelayed(String cancellationToken);

	/**
	 * Send a message out of the engine.
	 * @param message what to send through which egress
	 * @throws IllegalArgumentException if the name of the egress is malformed, or the
	 * message lacks what its egress demands
	 */
	void send(EgressMessage message);

}
