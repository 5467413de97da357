package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.dispatch.RequestEffects.Written;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.internal.EncodedEffects;
import dev.statefun.protocol.internal.ResponseWriter;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one request has read and is going to change: the states of its function
 * instance, and the messages that it sends. Requests never share a scope.
 */
final class RequestScope {

	private final FunctionEntry function;

	private final InvocationBatch batch;

	/** In the order of declaration; absent are those that the request lacks. */
	private final @Nullable ScopedState<?>[] states;

	/** In the order of the request. */
	private final @Nullable ScopedState<?> firstState;

	private final ResponseWriter response;

	/** Absent if nobody wants to know. */
	private final @Nullable SentMessages sent;

	/** Which attempt is being made, from 1. A message that is retried counts anew. */
	private int attempt;

	private int marked;

	private boolean hasMetadata;

	/** Whether the attempt has set a state to a large value. */
	private boolean hasLargeState;

	private RequestScope(FunctionEntry function, InvocationBatch batch, @Nullable ScopedState<?>[] states,
			@Nullable ScopedState<?> firstState, ResponseWriter response, @Nullable SentMessages sent) {
		this.function = function;
		this.batch = batch;
		this.states = states;
		this.firstState = firstState;
		this.response = response;
		this.sent = sent;
	}

	static RequestScope of(FunctionEntry function, InvocationBatch batch, Collaborators collaborators) {
		ValueSpec<?>[] specs = function.states();
		@Nullable ScopedState<?>[] states = new ScopedState<?>[specs.length];
		List<PersistedValue> received = batch.states();
		ScopedState<?> next = null;
		for (int i = received.size() - 1; i >= 0; i--) {
			PersistedValue persisted = received.get(i);
			int index = function.indexOf(persisted.name());
			if (index >= 0 && states[index] == null) {
				next = new ScopedState<>(specs[index], persisted.value(), next);
				states[index] = next;
			}
		}
		ResponseWriter response = collaborators.protocol()
			.startAnswer(batch.version(), batch.target(), function.expectedSize(batch.invocations().size()));
		SentMessages sent = (collaborators.recorder() != null) ? new SentMessages() : null;
		return new RequestScope(function, batch, states, next, response, sent);
	}

	/** The states that the function declares and the request lacks. */
	List<ValueSpec<?>> missingStates() {
		List<ValueSpec<?>> missing = List.of();
		for (int i = 0; i < this.states.length; i++) {
			if (this.states[i] == null) {
				missing = missing.isEmpty() ? new ArrayList<>() : missing;
				missing.add(this.function.states()[i]);
			}
		}
		return missing;
	}

	@SuppressWarnings("unchecked")
	<T> ScopedState<T> state(ValueSpec<T> spec) {
		int index = this.function.indexOf(spec);
		ScopedState<?> state = (index >= 0) ? this.states[index] : null;
		if (state == null || !state.spec().isSameStateAs(spec)) {
			FunctionDefinition definition = this.function.definition();
			throw new IllegalArgumentException(
					"The function %s does not declare the state %s, only %s. Declare it with @State, or in states(); and for an engine of 2.x in its module file as well"
						.formatted(definition.typeName(), describe(spec),
								definition.states().stream().map(RequestScope::describe).toList()));
		}
		return (ScopedState<T>) state;
	}

	private static String describe(ValueSpec<?> spec) {
		return "'%s' of type %s".formatted(spec.name(), spec.type().typeName());
	}

	FunctionEntry function() {
		return this.function;
	}

	InvocationBatch batch() {
		return this.batch;
	}

	ResponseWriter response() {
		return this.response;
	}

	/** Which attempt is being made, from 1. */
	int attempt() {
		return this.attempt;
	}

	/** Begin the next attempt. */
	void begin() {
		this.attempt++;
		this.marked = this.response.position();
		this.hasLargeState = false;
		if (this.hasMetadata) {
			metadata(Map.of());
		}
	}

	void metadata(Map<String, ByteString> metadata) {
		this.hasMetadata = !metadata.isEmpty();
		this.response.metadata(metadata);
	}

	/** The attempt has sent something. */
	void sent(Kind kind, @Nullable Object target) {
		if (this.sent != null) {
			this.sent.add(kind, target, this.attempt);
		}
	}

	/** The attempt has set a state. */
	void hasSet(ScopedState<?> state) {
		if (state.isLarge()) {
			this.hasLargeState = true;
		}
	}

	/** How many bytes the effects of the attempt have, as far as they are written. */
	long sizeOfAttempt() {
		long size = this.response.sizeSince(this.marked);
		return this.hasLargeState ? size + sizeOfStates() : size;
	}

	private long sizeOfStates() {
		long size = 0;
		for (ScopedState<?> state : this.states) {
			if (state != null) {
				size += state.sizeSetBy(this.attempt);
			}
		}
		return size;
	}

	/** The states as they are now. Reading them keeps nothing. */
	List<PersistedValue> currentStates() {
		List<PersistedValue> current = new ArrayList<>();
		for (ScopedState<?> state = this.firstState; state != null; state = state.next()) {
			current.add(new PersistedValue(state.spec().name(), state.peek()));
		}
		return current;
	}

	/** Return what the attempt has sent so far. */
	List<Outgoing> sentByAttempt() {
		return EncodedEffects.outgoing(this.batch.version(), this.response.copySince(this.marked));
	}

	/** Undo what the attempt did. */
	void rollBack() {
		this.response.backTo(this.marked);
		if (this.sent != null) {
			this.sent.rollBack(this.attempt);
		}
		for (ScopedState<?> state : this.states) {
			if (state != null) {
				state.rollBack(this.attempt);
			}
		}
	}

	/**
	 * Write the changes of states, in the order of the states in the request.
	 * @return how many bytes the answer has
	 */
	long writeStates() {
		for (ScopedState<?> state = this.firstState; state != null; state = state.next()) {
			if (state.isChanged()) {
				state.writeTo(this.response);
			}
		}
		return this.response.size();
	}

	/** Finish the answer. */
	InvocationResult result() {
		this.function.answered(this.batch.invocations().size(), this.response.position());
		return this.response.finish();
	}

	/** Sum up what the request did. What it sent is known if there is a recorder. */
	RequestEffects effects() {
		List<Written> written = new ArrayList<>();
		for (ScopedState<?> state = this.firstState; state != null; state = state.next()) {
			if (state.isChanged()) {
				TypedValue value = state.stored();
				written.add(new Written(state.spec().name(), (value != null) ? value.bytes().size() : 0));
			}
		}
		return new RequestEffects((this.sent != null) ? this.sent.toList() : List.of(), written);
	}

}
