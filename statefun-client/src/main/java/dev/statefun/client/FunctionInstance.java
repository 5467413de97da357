package dev.statefun.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.statefun.ValueSpec;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.UnknownTypeException;

/**
 * An instance of a function, to send to. A value is of a class that has a type, or a
 * {@code TypedValue}. It is serialized at once. Methods that take a value throw:
 * <ul>
 * <li>{@link UnknownTypeException} if its class has no type</li>
 * <li>{@link SerializationException} if it cannot be written</li>
 * <li>{@link IllegalArgumentException} if its type is reserved</li>
 * <li>{@link IllegalStateException} within a handler</li>
 * </ul>
 * <p>
 * Futures complete on a thread that may be blocked. Immutable, and safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public interface FunctionInstance {

	/**
	 * Wait longer or shorter for answers than {@code statefun.client.timeout} says.
	 * @param timeout how long to wait, more than nothing
	 * @return the same instance, with that timeout
	 * @throws IllegalArgumentException if the timeout is not positive
	 */
	FunctionInstance withTimeout(Duration timeout);

	/**
	 * Do something once, however often it is called for. The same question with the same
	 * key gets the first answer again, and the function is not called. Another question
	 * with that key fails. The key holds for one function instance, and for the time that
	 * {@code statefun.client.retention} says. By default each call has a key of its own.
	 * @param key the key, not empty
	 * @return the same instance, with that key for each call
	 * @throws IllegalArgumentException if the key is empty
	 */
	FunctionInstance withIdempotencyKey(String key);

	/**
	 * Send a message.
	 * @param value what to send
	 * @return completes when an ingress has the message. Its transport says what that
	 * means: the embedded engine has it in memory
	 */
	CompletableFuture<Void> send(Object value);

	/**
	 * Send a message after a while. The engine keeps it, also across failures.
	 * @param delay for how long the engine keeps it, in milliseconds at the finest
	 * @param value what to send
	 * @return completes when an ingress has the message
	 * @throws IllegalArgumentException if the delay is negative, or the function is not
	 * among {@code statefun.client.targets}
	 */
	CompletableFuture<Void> sendAfter(Duration delay, Object value);

	/**
	 * Send a message, and wait for the reply. The function replies with what its handler
	 * returns, or with {@code Context.reply}.
	 * @param <T> the class of the reply
	 * @param value what to send
	 * @param replyType the class of the reply. {@code Void} waits until the message has
	 * been handled
	 * @return completes with the reply, or with {@code null} if that is what the handler
	 * returned. Completes exceptionally with an {@link AskFailedException} if the message
	 * cannot be handled, an {@link AskTimeoutException} if there is no reply in time, and
	 * an {@link AskRefusedException} if the ask is not allowed. Cancelling it stops
	 * waiting, and nothing else
	 * @throws UnknownTypeException if the class of the reply has no type
	 */
	<T> CompletableFuture<T> ask(Object value, Class<T> replyType);

	/**
	 * Send a message, and wait for a reply of a given type.
	 * @param <T> the class of the reply
	 * @param value what to send
	 * @param replyType the type of the reply
	 * @return completes with the reply
	 * @see #ask(Object, Class)
	 */
	<T> CompletableFuture<T> ask(Object value, Type<T> replyType);

	/**
	 * Read all states of the instance, as its function would see them now. The engine
	 * answers in its turn, after the messages that it has already for the instance. The
	 * function is not called. Like each message, it restarts the time of states that
	 * expire after the last invocation. {@code statefun.state-access} must allow it. An
	 * idempotency key has no effect.
	 * @return completes with the states. Completes exceptionally with an
	 * {@link AskRefusedException} if it is not allowed, or the function is none of this
	 * application, and with an {@link AskTimeoutException} if there is no answer in time:
	 * a message before it may fail
	 * @throws IllegalStateException within a handler
	 */
	CompletableFuture<InstanceState> state();

	/**
	 * Set a state of the instance. The value is written with the type that the function
	 * declares. The function is not called, and its next message sees the value.
	 * {@code statefun.state-access} must allow it.
	 * @param state the name of the state
	 * @param value its new value
	 * @return completes when the state has been set. Completes exceptionally like
	 * {@link #state()}, and with an {@link AskFailedException} if the function that runs
	 * does not declare that state with that type
	 * @throws IllegalArgumentException if the function does not declare the state, or the
	 * value is of another class
	 * @throws SerializationException if the value cannot be written
	 * @throws IllegalStateException within a handler
	 */
	CompletableFuture<Void> setState(String state, Object value);

	/**
	 * Set a state of the instance.
	 * @param <T> the class of the value
	 * @param state one of the states that the function declares
	 * @param value its new value
	 * @return completes when the state has been set
	 * @throws IllegalArgumentException if the function does not declare the state
	 * @see #setState(String, Object)
	 */
	<T> CompletableFuture<Void> setState(ValueSpec<T> state, T value);

	/**
	 * Remove the value of a state of the instance.
	 * @param state the name of the state
	 * @return completes when the state has no value
	 * @throws IllegalArgumentException if the function does not declare the state
	 * @see #setState(String, Object)
	 */
	CompletableFuture<Void> removeState(String state);

	/**
	 * Remove the value of a state of the instance.
	 * @param state one of the states that the function declares
	 * @return completes when the state has no value
	 * @throws IllegalArgumentException if the function does not declare the state
	 * @see #setState(String, Object)
	 */
	CompletableFuture<Void> removeState(ValueSpec<?> state);

}
