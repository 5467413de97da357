package dev.statefun.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * A function whose messages are handled by methods, chosen by the type of the payload.
 */
final class HandlerMethodsFunction implements StatefulFunction {

	private final TypeName typeName;

	private final Map<String, HandlerMethod> handlers = new LinkedHashMap<>();

	private final @Nullable HandlerMethod fallback;

	private final List<ValueSpec<?>> states;

	HandlerMethodsFunction(TypeName typeName, List<HandlerMethod> methods) {
		this.typeName = typeName;
		HandlerMethod forAll = null;
		for (HandlerMethod method : methods) {
			HandlerMethod other;
			if (method.messageType() != null) {
				other = this.handlers.putIfAbsent(method.messageType(), method);
			}
			else {
				other = forAll;
				forAll = method;
			}
			if (other != null) {
				throw InvalidFunctionException.of(
						"The function %s has two handlers for messages %s: %s, and %s.".formatted(typeName,
								(method.messageType() != null) ? "of type " + method.messageType() : "of any type",
								other.source(), method.source()),
						"Keep one of them, or make a difference between their payload types.");
			}
		}
		this.fallback = forAll;
		this.states = merge(typeName, methods);
	}

	private static List<ValueSpec<?>> merge(TypeName typeName, List<HandlerMethod> methods) {
		Map<String, ValueSpec<?>> states = new LinkedHashMap<>();
		for (HandlerMethod method : methods) {
			for (ValueSpec<?> state : method.states()) {
				ValueSpec<?> other = states.putIfAbsent(state.name(), state);
				if (other != null && !other.equals(state)) {
					throw InvalidFunctionException.of(
							"The state '%s' of the function %s is declared as %s and as %s; the latter by %s."
								.formatted(state.name(), typeName, other.type().typeName(), state.type().typeName(),
										method.source()),
							"Declare it with the same type everywhere, or give one of the two another name.");
				}
			}
		}
		return List.copyOf(states.values());
	}

	@Override
	public void apply(Context context, Message message) throws Exception {
		HandlerMethod handler = this.handlers.getOrDefault(message.valueTypeName(), this.fallback);
		if (handler == null) {
			throw new IllegalArgumentException("%s has no handler for messages of type '%s', only for those of %s"
				.formatted(this.typeName, message.valueTypeName(), messageTypes()));
		}
		handler.invoke(context, message);
	}

	@Override
	public List<ValueSpec<?>> states() {
		return this.states;
	}

	Set<String> messageTypes() {
		return this.handlers.keySet();
	}

	/** Make sure that all handlers can be called. */
	void link() {
		List<HandlerMethod> all = new ArrayList<>(this.handlers.values());
		if (this.fallback != null) {
			all.add(this.fallback);
		}
		all.forEach(HandlerMethod::handle);
	}

}
