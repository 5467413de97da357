package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.internal.ResponseFactory;
import dev.statefun.protocol.internal.ResponseWriter;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * What one request has read and is going to change: the states of its function instance
 * and what was sent. Never shared between requests.
 */
final class RequestScope implements RequestEffects {

	private final ServedFunction function;

	private final InvocationBatch batch;

	/** In the order of declaration; absent are those that the request lacks. */
	private final @Nullable ScopedState<?>[] states;

	/** In the order of the request. */
	private final @Nullable ScopedState<?> firstState;

	private final ResponseWriter response;

	/** Absent if nobody wants to know. */
	private final @Nullable SentMessages sent;

	/**
	 * Which invocation of the batch is being made, from 1. A message that is tried again
	 * counts anew.
	 */
	private int invocation;

	private int marked;

	private boolean hasMetadata;

	private RequestScope(ServedFunction function, InvocationBatch batch, @Nullable ScopedState<?>[] states,
			@Nullable ScopedState<?> firstState, ResponseWriter response, @Nullable SentMessages sent) {
		this.function = function;
		this.batch = batch;
		this.states = states;
		this.firstState = firstState;
		this.response = response;
		this.sent = sent;
	}

	/**
	 * Create a scope after all that it holds: a reference costs a barrier unless it is
	 * stored right after the object was allocated. Others on the path of each request are
	 * made in the same order.
	 */
	static RequestScope of(ServedFunction function, InvocationBatch batch, ResponseFactory responses,
			boolean counting) {
		ValueSpec<?>[] specs = function.states();
		@Nullable ScopedState<?>[] states = new ScopedState<?>[specs.length];
		List<PersistedValue> received = batch.states();
		ScopedState<?> next = null;
		for (int i = received.size() - 1; i >= 0; i--) {
			PersistedValue persisted = received.get(i);
			int index = function.indexOf(persisted.name(), i);
			if (index >= 0 && states[index] == null) {
				ValueSpec<?> spec = specs[index];
				next = new ScopedState<>(spec, persisted.value(), next);
				states[index] = next;
			}
		}
		ResponseWriter response = responses.start(batch.version(), batch.target(),
				function.expectedSize(batch.invocations().size()));
		SentMessages sent = counting ? new SentMessages() : null;
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

	FunctionDefinition function() {
		return this.function.definition();
	}

	/** Whether there is such a function. */
	boolean isServed() {
		return this.function.exists();
	}

	InvocationBatch batch() {
		return this.batch;
	}

	ResponseWriter response() {
		return this.response;
	}

	/** Which invocation of the batch is being made, from 1, each attempt counted. */
	int invocation() {
		return this.invocation;
	}

	/** Begin the next invocation. */
	void begin() {
		this.invocation++;
		this.marked = this.response.position();
		if (this.hasMetadata) {
			metadata(Map.of());
		}
	}

	void metadata(Map<String, ByteString> metadata) {
		this.hasMetadata = !metadata.isEmpty();
		this.response.metadata(metadata);
	}

	/** The invocation has sent something. */
	void sent(Kind kind, @Nullable Object target) {
		if (this.sent != null) {
			this.sent.add(kind, target, this.invocation);
		}
	}

	/** Undo what the invocation did. */
	void rollBack() {
		this.response.backTo(this.marked);
		if (this.sent != null) {
			this.sent.rollBack(this.invocation);
		}
		for (ScopedState<?> state : this.states) {
			if (state != null) {
				state.rollBack(this.invocation);
			}
		}
	}

	/** Finish the answer, with the changes in the order of the states in the request. */
	InvocationResult result() {
		for (ScopedState<?> state = this.firstState; state != null; state = state.next()) {
			if (state.isChanged()) {
				state.writeTo(this.response);
			}
		}
		this.function.answered(this.batch.invocations().size(), this.response.position());
		return this.response.finish();
	}

	@Override
	public void forEachSent(SentVisitor visitor) {
		if (this.sent != null) {
			this.sent.forEach(visitor);
		}
	}

	@Override
	public void forEachWritten(WrittenVisitor visitor) {
		for (ScopedState<?> state = this.firstState; state != null; state = state.next()) {
			if (state.isChanged()) {
				TypedValue value = state.stored();
				visitor.visit(state.spec().name(), (value != null) ? value.bytes().size() : 0);
			}
		}
	}

}
