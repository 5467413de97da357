package dev.statefun.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.client.ClientTransport;
import dev.statefun.dispatch.Timer;
import dev.statefun.type.TypedValue;

/**
 * The way to the engine in memory. A message is delivered, with all that follows from it,
 * before the client goes on. If a function fails meanwhile, sending fails, unless the
 * test tolerates failures.
 */
final class InMemoryClientTransport implements ClientTransport {

	private final ClientPort port;

	private final Supplier<StatefunTestRuntime> runtime;

	InMemoryClientTransport(ClientPort port, Supplier<StatefunTestRuntime> runtime) {
		this.port = port;
		this.runtime = runtime;
	}

	@Override
	public CompletionStage<?> send(Address target, TypedValue message) {
		try {
			this.runtime.get().send(target, message);
			return CompletableFuture.completedFuture(null);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public void receive(String egress, Consumer<TypedValue> receiver) {
		this.port.receive(egress, receiver);
	}

	@Override
	public Timer timer() {
		return this.port::after;
	}

	@Override
	public Executor executor() {
		return Runnable::run;
	}

}
