package dev.statefun.client.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.statefun.Address;
import dev.statefun.client.ClientTransport;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.dispatch.Timer;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The least engine that there can be: one message for each request, and no delays.
 */
final class MemoryTransport implements ClientTransport {

	private final FunctionRegistry functions;

	private final RequestReplyHandler handler;

	private final ProtocolVersion version;

	private final Map<Address, Map<String, TypedValue>> states = new HashMap<>();

	private final Map<String, Consumer<TypedValue>> receivers = new HashMap<>();

	private final List<CompletableFuture<Void>> times = new ArrayList<>();

	private final List<SendAfter> delayed = new ArrayList<>();

	private @Nullable TypeName gateway;

	/** Who got messages, in order. */
	private final List<Address> reached = new ArrayList<>();

	private boolean lost;

	MemoryTransport(FunctionRegistry functions, RequestReplyHandler handler, ProtocolVersion version) {
		this.functions = functions;
		this.handler = handler;
		this.version = version;
	}

	List<Address> reached() {
		return this.reached;
	}

	List<SendAfter> delayed() {
		return this.delayed;
	}

	void letTimePass() {
		List.copyOf(this.times).forEach((time) -> time.complete(null));
	}

	@Override
	public Timer timer() {
		return (delay) -> {
			CompletableFuture<Void> time = new CompletableFuture<>();
			this.times.add(time);
			return time;
		};
	}

	@Override
	public Executor executor() {
		return Runnable::run;
	}

	/** Have an ingress that sends all its records to a gateway. */
	void sendTo(TypeName newGateway) {
		this.gateway = newGateway;
	}

	@Override
	public boolean sendsThroughGateway() {
		return this.gateway != null;
	}

	@Override
	public CompletionStage<?> send(Address target, TypedValue message) {
		if (this.gateway == null) {
			return sendFrom(null, target, message);
		}
		GatewayRecord gatewayRecord = GatewayRecord.of(target, message);
		return sendFrom(null, new Address(this.gateway, gatewayRecord.gatewayId()),
				new TypedValue(GatewayRecord.TYPE_NAME, gatewayRecord.value()));
	}

	CompletionStage<?> sendFrom(@Nullable Address sender, Address target, TypedValue message) {
		if (this.lost) {
			return CompletableFuture.completedFuture(null);
		}
		Deque<Envelope> waiting = new ArrayDeque<>(List.of(new Envelope(sender, target, message)));
		for (Envelope next = waiting.poll(); next != null; next = waiting.poll()) {
			this.reached.add(next.to());
			for (Outgoing outgoing : handle(next)) {
				if (outgoing instanceof Send send) {
					waiting.add(new Envelope(next.to(), send.target(), send.argument()));
				}
				else if (outgoing instanceof SendAfter later) {
					this.delayed.add(later);
				}
				else if (outgoing instanceof SendEgress emitted) {
					this.receivers.getOrDefault(emitted.egress().toString(), (value) -> {
					}).accept(emitted.argument());
				}
			}
		}
		return CompletableFuture.completedFuture(null);
	}

	private List<Outgoing> handle(Envelope message) {
		if (this.functions.find(message.to().type()) == null) {
			return List.of();
		}
		Map<String, TypedValue> values = this.states.computeIfAbsent(message.to(), (address) -> new HashMap<>());
		List<PersistedValue> received = Objects.requireNonNull(this.functions.find(message.to().type()))
			.states()
			.stream()
			.map((state) -> new PersistedValue(state.name(), values.get(state.name())))
			.toList();
		Completed result = (Completed) this.handler
			.handle(new InvocationBatch(this.version, message.to(), received,
					List.of(new Invocation(message.from(), message.value()))))
			.join();
		for (Mutation mutation : result.mutations()) {
			values.put(mutation.name(), mutation.value());
		}
		return result.outgoing();
	}

	@Override
	public void receive(String egress, Consumer<TypedValue> receiver) {
		this.receivers.put(egress, receiver);
	}

	/** Put a state where an engine has it. */
	void put(Address address, String state, TypedValue value) {
		this.states.computeIfAbsent(address, (key) -> new HashMap<>()).put(state, value);
	}

	@Nullable TypedValue get(Address address, String state) {
		return this.states.getOrDefault(address, Map.of()).get(state);
	}

	/** The values of all states. */
	List<TypedValue> values() {
		return this.states.values()
			.stream()
			.flatMap((values) -> values.values().stream())
			.filter(Objects::nonNull)
			.toList();
	}

	/** Lose all messages from now on, as if one before them failed again and again. */
	void lose() {
		this.lost = true;
	}

	/** Forget the states, as an engine does when they expire. */
	void expire() {
		this.states.clear();
	}

	private record Envelope(@Nullable Address from, Address to, TypedValue value) {

	}

}
