package dev.statefun.client;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

import dev.statefun.Address;
import dev.statefun.EgressMessage;
import dev.statefun.dispatch.Timer;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The way between a client and an engine: an ingress in, an egress out. As a bean, it is
 * the way of the application's {@link StatefunClient}. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public interface ClientTransport {

	/**
	 * Send a message through an ingress.
	 * @param target whom to send it to
	 * @param message what to send
	 * @return completes when the ingress has the message, or exceptionally if it has not
	 */
	CompletionStage<?> send(Address target, TypedValue message);

	/**
	 * Receive what comes from the egress of a client. Each record comes at least once. To
	 * be called once, before anything is sent.
	 * @param egress the egress, {@code namespace/name}
	 * @param receiver takes the records. It does not block
	 */
	void receive(String egress, Consumer<TypedValue> receiver);

	/**
	 * Make an answer a message for the egress.
	 * @param egress the egress, {@code namespace/name}
	 * @param askId identifies the ask. Answers to the same ask have the same
	 * @param answer the answer, which {@link #receive} is to hand on
	 * @return by default a message with the answer as it is. An egress for Kafka wants a
	 * record
	 */
	default EgressMessage toEgressMessage(String egress, String askId, TypedValue answer) {
		return EgressMessage.of(egress, answer);
	}

	/**
	 * The largest answer that the egress takes. A larger one fails its ask, because an
	 * engine that cannot write a record fails as a whole, again and again.
	 * @return the size in bytes, that of the ask's id included; by default 12 MB, of
	 * which the state and the message of an answer fit into one response to an engine
	 */
	default int maxAnswerSize() {
		return 12 << 20;
	}

	/**
	 * Whether the ingress takes messages to the client's own functions only. Then the
	 * gateway sends on what {@link #send} gets for other functions, if it allows them.
	 * The gateway may also be that of another application.
	 * @return by default false, for an ingress that takes messages to any function
	 */
	default boolean sendsThroughGateway() {
		return false;
	}

	/**
	 * Tell why answers cannot arrive at present, for the health of the application.
	 * @return the reason, or {@code null} if they can, or if nothing else is known
	 */
	default @Nullable String problem() {
		return null;
	}

	/**
	 * The time by which clients wait for answers.
	 * @return by default that of the system
	 */
	default Timer timer() {
		return Timer.system();
	}

	/**
	 * The threads on which futures complete, which may be blocked.
	 * @return by default the common pool
	 */
	default Executor executor() {
		return ForkJoinPool.commonPool();
	}

}
