package dev.statefun.client.internal;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.client.InstanceState;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.io.internal.StateReply;
import dev.statefun.io.internal.StateRequest;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;

import org.springframework.util.Assert;

/**
 * Makes questions about the states of one instance. It checks them against what its
 * function declares, so that a mistake is known before anything is sent.
 */
record StateQuestions(Address target, FunctionDefinition function) {

	StateRequest set(String name, Object value) {
		ValueSpec<?> spec = this.function.state(name);
		Assert.notNull(value, () -> "The state '%s' cannot be set to null: remove it instead".formatted(name));
		Class<?> declared = spec.type().javaType();
		Assert.isTrue(declared.isInstance(value),
				() -> "The state '%s' of %s is a %s (%s), so it cannot be set to a %s".formatted(name,
						this.function.typeName(), declared.getName(), spec.type().typeName(),
						value.getClass().getName()));
		return StateRequest.set(name, write(spec.type(), value));
	}

	<T> StateRequest set(ValueSpec<T> spec, T value) {
		this.function.checkDeclares(spec);
		return set(spec.name(), value);
	}

	@SuppressWarnings("unchecked")
	private static <T> TypedValue write(Type<T> type, Object value) {
		return TypedValue.of(type, (T) value);
	}

	StateRequest remove(String name) {
		return StateRequest.remove(this.function.state(name).name());
	}

	StateRequest remove(ValueSpec<?> spec) {
		this.function.checkDeclares(spec);
		return StateRequest.remove(spec.name());
	}

	/** The type of the answer to a read. */
	Type<InstanceState> replyType() {
		return Types.of(StateReply.TYPE_NAME, InstanceState.class, (state) -> {
			throw new UnsupportedOperationException("States are only read");
		}, (bytes) -> new InstanceState(this.target, this.function, StateReply.from(bytes).values()));
	}

}
