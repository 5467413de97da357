package dev.statefun.client.internal;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.client.AskRefusedException;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.FunctionInstance;
import dev.statefun.client.InstanceState;
import dev.statefun.client.StatefunClient;
import dev.statefun.client.internal.AskRecorder.Asked;
import dev.statefun.client.internal.PendingAsks.Question;
import dev.statefun.dispatch.internal.HandlerFrames;
import dev.statefun.io.internal.Asks;
import dev.statefun.io.internal.StateRequest;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The client of an application.
 */
public final class DefaultStatefunClient implements StatefunClient {

	private static final Duration LONGEST_DELAY = Duration.ofMillis(Long.MAX_VALUE);

	private final ClientSettings settings;

	private final TypeRegistry types;

	private final AllowedTargets targets;

	private final ClientTransport transport;

	private final AskRecorder recorder;

	private final PendingAsks pending;

	/**
	 * Create a client.
	 * @param settings its settings
	 * @param types finds the types of values and replies
	 * @param targets the functions that may be asked
	 * @param transport the way to the engine
	 * @param recorder is told of asks
	 */
	public DefaultStatefunClient(ClientSettings settings, TypeRegistry types, AllowedTargets targets,
			ClientTransport transport, AskRecorder recorder) {
		this.settings = settings;
		this.types = types;
		this.targets = targets;
		this.transport = transport;
		this.recorder = recorder;
		this.pending = new PendingAsks(settings.maxAsks());
		transport.receive(settings.egress(), (answer) -> this.pending.accept(answer, transport.executor()));
	}

	/**
	 * Count the asks that wait for answers.
	 * @return their number
	 */
	public int pendingAsks() {
		return this.pending.number();
	}

	@Override
	public FunctionInstance to(Address target) {
		Assert.isTrue(!Asks.isReserved(target.type().namespace()),
				() -> "The function %s is the client's own: its namespace is reserved".formatted(target.type()));
		Assert.isTrue(!target.id().isEmpty(),
				() -> "A message to %s needs the id of an instance, but the id is empty".formatted(target.type()));
		return new Instance(target, this.settings.timeout(), null);
	}

	private static void refuseHandlers() {
		if (HandlerFrames.arePresent()) {
			throw new IllegalStateException("A handler must not use a StatefunClient: what it sends would remain if the"
					+ " handler fails. Take a Context as a parameter, and send with that");
		}
	}

	private TypedValue serialize(Object value) {
		refuseHandlers();
		Assert.notNull(value, "A message needs a value, but it is null");
		TypedValue typed = this.types.serialize(value);
		Assert.isTrue(!Asks.isReservedType(typed.typeName()),
				() -> "The type '%s' is the client's own: its namespace is reserved".formatted(typed.typeName()));
		return typed;
	}

	private static CompletableFuture<Void> sent(CompletableFuture<?> sending) {
		return sending.thenAccept((ignored) -> {
		});
	}

	/** An instance, and how to send to it. */
	private final class Instance implements FunctionInstance {

		private final Address target;

		private final Duration timeout;

		/** Absent if each call has a key of its own. */
		private final @Nullable String key;

		Instance(Address target, Duration timeout, @Nullable String key) {
			this.target = target;
			this.timeout = timeout;
			this.key = key;
		}

		@Override
		public FunctionInstance withTimeout(Duration newTimeout) {
			Assert.isTrue(!newTimeout.isNegative() && !newTimeout.isZero(),
					() -> "The timeout of an ask must be positive, but is " + newTimeout);
			return new Instance(this.target, newTimeout, this.key);
		}

		@Override
		public FunctionInstance withIdempotencyKey(String newKey) {
			Assert.isTrue(!newKey.isEmpty(), "An idempotency key must not be empty");
			return new Instance(this.target, this.timeout, newKey);
		}

		private AskId askId() {
			return new AskId(this.target, (this.key != null) ? this.key : UUID.randomUUID().toString());
		}

		@Override
		public CompletableFuture<Void> send(Object value) {
			TypedValue typed = serialize(value);
			if (this.key != null) {
				return deliver(new Delivery(typed, Duration.ZERO));
			}
			if (DefaultStatefunClient.this.transport.sendsThroughGateway()) {
				checkTarget();
			}
			return DefaultStatefunClient.sent(transport(this.target, typed));
		}

		@Override
		public CompletableFuture<Void> sendAfter(Duration delay, Object value) {
			Assert.isTrue(!delay.isNegative() && delay.compareTo(LONGEST_DELAY) <= 0,
					() -> "The delay of a message must not be negative, nor more than %s, but is %s"
						.formatted(LONGEST_DELAY, delay));
			return deliver(new Delivery(serialize(value), delay));
		}

		private CompletableFuture<Void> deliver(Delivery delivery) {
			checkTarget();
			DefaultStatefunClient client = DefaultStatefunClient.this;
			Address sender = new Address(client.settings.names().sender(), askId().toString());
			return DefaultStatefunClient.sent(transport(sender, Delivery.TYPE.toValue(delivery)));
		}

		/** Nobody would be told of a refusal by the gateway. */
		private void checkTarget() {
			String refusal = DefaultStatefunClient.this.targets.refusal(this.target);
			Assert.isTrue(refusal == null, () -> "Nothing can be sent to %s: %s".formatted(this.target, refusal));
		}

		private CompletableFuture<?> transport(Address address, TypedValue message) {
			try {
				return DefaultStatefunClient.this.transport.send(address, message).toCompletableFuture();
			}
			catch (Throwable ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		@Override
		public <T> CompletableFuture<T> ask(Object value, Class<T> replyType) {
			return ask(serialize(value),
					(replyType != Void.class) ? DefaultStatefunClient.this.types.typeOf(replyType) : null);
		}

		@Override
		public <T> CompletableFuture<T> ask(Object value, Type<T> replyType) {
			return ask(serialize(value), replyType);
		}

		private <T> CompletableFuture<T> ask(TypedValue value, @Nullable Type<T> replyType) {
			DefaultStatefunClient client = DefaultStatefunClient.this;
			AskId id = askId();
			Asked recording = client.recorder.begin(this.target);
			Ask question = new Ask(value, replyType != null, recording.trace());
			Question key = new Question(id.toString(), question.digest());
			PendingAsk<T> ask = new PendingAsk<>(id, replyType);
			CompletableFuture<T> reply = ask.reply();
			if (!client.pending.add(key, ask)) {
				return refused(recording, ("%d asks wait for answers already. Ask less at once, or raise"
						+ " 'statefun.client.max-asks-in-flight'")
					.formatted(client.settings.maxAsks()));
			}
			CompletableFuture<?> time = client.transport.timer().after(this.timeout);
			reply.whenComplete((result, failure) -> {
				time.cancel(false);
				client.pending.remove(key, ask);
				recording.ended(PendingAsk.outcome(failure), failure);
			});
			time.thenRun(() -> ask.timeOut(this.timeout, client.transport.executor(), client.transport.problem()));
			Address gateway = new Address(client.settings.names().gateway(), id.toString());
			transport(gateway, Ask.TYPE.toValue(question)).whenComplete((result, failure) -> {
				if (failure != null) {
					reply.completeExceptionally((failure instanceof CompletionException && failure.getCause() != null)
							? failure.getCause() : failure);
				}
			});
			return reply;
		}

		private <T> CompletableFuture<T> refused(Asked recording, String reason) {
			AskRefusedException refusal = new AskRefusedException(this.target, reason);
			recording.ended(AskRecorder.Outcome.REFUSAL, refusal);
			return CompletableFuture.failedFuture(refusal);
		}

		@Override
		public CompletableFuture<InstanceState> state() {
			// A repeated read should see the present states
			return new Instance(this.target, this.timeout, null).accessStates(false, (states) -> StateRequest.read(),
					StateQuestions::replyType);
		}

		@Override
		public CompletableFuture<Void> setState(String state, Object value) {
			return write((states) -> states.set(state, value));
		}

		@Override
		public <T> CompletableFuture<Void> setState(ValueSpec<T> state, T value) {
			return write((states) -> states.set(state, value));
		}

		@Override
		public CompletableFuture<Void> removeState(String state) {
			return write((states) -> states.remove(state));
		}

		@Override
		public CompletableFuture<Void> removeState(ValueSpec<?> state) {
			return write((states) -> states.remove(state));
		}

		private CompletableFuture<Void> write(Function<StateQuestions, StateRequest> question) {
			return accessStates(true, question, (states) -> null);
		}

		private <T> CompletableFuture<T> accessStates(boolean write, Function<StateQuestions, StateRequest> question,
				Function<StateQuestions, @Nullable Type<T>> replyType) {
			DefaultStatefunClient client = DefaultStatefunClient.this;
			refuseHandlers();
			String refusal = client.targets.stateRefusal(this.target, write);
			if (refusal != null) {
				return refused(client.recorder.begin(this.target), refusal);
			}
			StateQuestions states = new StateQuestions(this.target, client.targets.definition(this.target.type()));
			return ask(question.apply(states).toValue(), replyType.apply(states));
		}

	}

}
