package dev.statefun.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.AddressScopedStorage;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.dispatch.internal.ReturnedValues;
import dev.statefun.dispatch.internal.WatchedAttempt;
import dev.statefun.io.RecordEgressMessage;
import dev.statefun.io.internal.Asks;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.internal.ResponseWriter;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The context of one attempt, and the states of the function instance as the attempt has
 * them. It records effects in the scope of the request until it is closed.
 */
class AttemptContext implements Context, AddressScopedStorage, MessageMetadata, ReturnedValues, WatchedAttempt {

	private static final Duration LONGEST_DELAY = Duration.ofMillis(Long.MAX_VALUE);

	private final RequestScope scope;

	private final ReceivedMessage message;

	/**
	 * This field needs no fence: passing the context to another thread has one already.
	 */
	private boolean open = true;

	/** Whether the caller got a reply. */
	private boolean replied;

	AttemptContext(RequestScope scope, ReceivedMessage message) {
		this.scope = scope;
		this.message = message;
	}

	final RequestScope scope() {
		return this.scope;
	}

	final ReceivedMessage message() {
		return this.message;
	}

	@Override
	public Address self() {
		return openScope().batch().target();
	}

	@Override
	public Optional<Address> caller() {
		checkOpen();
		return Optional.ofNullable(this.message.caller());
	}

	@Override
	public AddressScopedStorage storage() {
		checkOpen();
		return this;
	}

	@Override
	public <T> StateValue<T> value(ValueSpec<T> spec) {
		ScopedState<T> state = openScope().state(spec);
		return new StateHandle<>(state, this);
	}

	@Override
	public void send(Address target, Object value) {
		checkId(target.type(), target.id());
		if (value instanceof String text) {
			response().send(target, text);
		}
		else {
			response().send(target, serialize(value));
		}
		this.scope.sent(Kind.FUNCTION, target.type());
	}

	/** Overridden, since only the parts of the address are needed. */
	@Override
	public void send(String type, String id, Object value) {
		checkId(type, id);
		if (value instanceof String text) {
			response().send(type, id, text);
		}
		else {
			response().send(type, id, serialize(value));
		}
		this.scope.sent(Kind.FUNCTION, type);
	}

	@Override
	public void forward(Address target) {
		send(target, this.message.typedValue());
	}

	@Override
	public void reply(Object value) {
		Address caller = this.message.caller();
		if (caller == null) {
			throw new IllegalStateException("There is nobody to reply to: the message came from an ingress."
					+ " Ask context.caller() first, or send to an address");
		}
		send(caller, value);
		this.replied = true;
	}

	@Override
	public void returned(@Nullable Object value) {
		if (value instanceof EgressMessage egressMessage) {
			send(egressMessage);
			return;
		}
		Address caller = this.message.caller();
		if (caller == null) {
			return;
		}
		if (this.scope.function().isGateway(caller.type())) {
			reply((value != null) ? value : Asks.NOTHING);
		}
		else if (value != null && !caller.equals(this.scope.batch().target())
				&& !Asks.isReserved(caller.type().namespace())) {
			TypedValue reply = serialize(value);
			if (this.scope.function().mayReplyTo(caller.type(), reply.typeName())) {
				reply(reply);
			}
		}
	}

	/** Tell a gateway that its message has been handled, unless it got a reply. */
	final void handled() {
		Address caller = this.message.caller();
		if (caller != null && this.scope.function().isGateway(caller.type()) && !this.replied) {
			this.scope.response().send(caller, Asks.HANDLED);
			this.scope.sent(Kind.FUNCTION, caller.type());
		}
	}

	@Override
	public void sendAfter(Duration delay, Address target, Object value, @Nullable String cancellationToken) {
		if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
			throw new IllegalArgumentException(
					"The delay of a message must not be negative, nor more than %s, but is %s".formatted(LONGEST_DELAY,
							delay));
		}
		if (cancellationToken != null) {
			checkToken(cancellationToken);
		}
		checkId(target.type(), target.id());
		response().sendAfter(delay, target, serialize(value), cancellationToken);
		this.scope.sent(Kind.DELAYED, target.type());
	}

	@Override
	public void cancelDelayed(String cancellationToken) {
		checkToken(cancellationToken);
		response().cancelDelayed(cancellationToken);
		this.scope.sent(Kind.CANCELLATION, null);
	}

	@Override
	public void send(EgressMessage egressMessage) {
		if (egressMessage instanceof RecordEgressMessage recordMessage) {
			response().sendEgress(egressMessage.egress(), recordMessage.toRecord(this.message.types()));
		}
		else {
			response().sendEgress(egressMessage.egress(), egressMessage.value(this.message.types()));
		}
		this.scope.sent(Kind.EGRESS, egressMessage.egress());
	}

	@Override
	public void setMetadata(Map<String, ByteString> metadata) {
		openScope().metadata(metadata);
	}

	@Override
	public List<PersistedValue> currentStates() {
		return openScope().currentStates();
	}

	@Override
	public List<Outgoing> sentSoFar() {
		return openScope().sentByAttempt();
	}

	/** Undo what the attempt did, unless it has ended. */
	void rollBack() {
		if (this.open) {
			this.scope.rollBack();
		}
	}

	/** Refuse whatever is still to be done with the context and its states. */
	void close() {
		this.open = false;
	}

	final void checkOpen() {
		if (!this.open) {
			throw new IllegalStateException("The invocation has ended: its context and its states can be used by the"
					+ " handler only, until it is done");
		}
	}

	private RequestScope openScope() {
		checkOpen();
		return this.scope;
	}

	final ResponseWriter response() {
		return openScope().response();
	}

	final TypedValue serialize(Object value) {
		if (value instanceof Message other) {
			return other.typedValue();
		}
		if (value == null) {
			throw new IllegalArgumentException("A message needs a value, but it is null");
		}
		if (value instanceof Context) {
			throw new IllegalArgumentException("A context cannot be sent. To send the message at hand on to another"
					+ " function, call context.forward(target)");
		}
		return this.message.types().serialize(value);
	}

	private void checkToken(String cancellationToken) {
		if (cancellationToken.isEmpty()) {
			throw new IllegalArgumentException("A cancellation token must not be empty");
		}
		if (this.scope.batch().version() == ProtocolVersion.V2) {
			throw new UnsupportedOperationException("The engine speaks the 2.x protocol, which cannot cancel delayed"
					+ " messages: send them without a cancellation token, or run an engine of 3.x");
		}
	}

	/**
	 * Some engines deliver messages with an empty id, which can be answered. No other
	 * message should have one.
	 */
	private void checkId(Object type, String id) {
		if (id.isEmpty() && !hasEmptyId(self()) && !hasEmptyId(this.message.caller())) {
			throw new IllegalArgumentException(
					"A message to %s needs the id of an instance, but the id is empty".formatted(type));
		}
	}

	private static boolean hasEmptyId(@Nullable Address address) {
		return address != null && address.id().isEmpty();
	}

}
