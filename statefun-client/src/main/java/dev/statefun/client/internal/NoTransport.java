package dev.statefun.client.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.statefun.Address;
import dev.statefun.client.ClientTransport;
import dev.statefun.type.TypedValue;

/**
 * Takes no messages. An application that also runs without an engine beside it starts all
 * the same.
 */
public final class NoTransport implements ClientTransport {

	/**
	 * Create a transport that fails.
	 */
	public NoTransport() {
	}

	@Override
	public CompletionStage<?> send(Address target, TypedValue message) {
		return CompletableFuture.failedFuture(new IllegalStateException(
				"There is no way to the engine. Run the application with statefun-embedded-engine on the class path"
						+ " and 'statefun.embedded-engine.enabled=true', or set 'statefun.client.kafka.ingress-topic',"
						+ " or define a bean of ClientTransport"));
	}

	@Override
	public void receive(String egress, Consumer<TypedValue> receiver) {
		// Nothing comes
	}

}
