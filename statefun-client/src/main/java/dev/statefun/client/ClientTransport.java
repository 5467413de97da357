package dev.statefun.client;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

import dev.statefun.Address;
import dev.statefun.EgressMessage;
import dev.statefun.dispatch.Timer;
import dev.statefun.type.TypedValue;

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
