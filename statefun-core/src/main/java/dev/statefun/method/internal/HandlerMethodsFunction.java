package dev.statefun.method.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.error.NoHandlerException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * A function whose messages are handled by methods, chosen by the type of the payload.
 */
final class HandlerMethodsFunction implements AsyncStatefulFunction, DescribedFunction {

	private final TypeName typeName;

	private final List<HandlerMethod> methods;

	/** The keys are the names of the types of messages. */
	private final Map<String, Route> routes = new LinkedHashMap<>();

	private final @Nullable HandlerMethod fallback;

	private final List<ValueSpec<?>> states;

	/**
	 * The route of the last message of any thread. It is immutable and needs no guard.
	 */
	private @Nullable Latest latest;

	/**
	 * Create a function.
	 * @param declared states that are declared apart from the methods
	 */
	HandlerMethodsFunction(TypeName typeName, List<HandlerMethod> methods, List<ValueSpec<?>> declared) {
		this.typeName = typeName;
		this.methods = methods;
		Map<String, List<Route>> candidates = new LinkedHashMap<>();
		HandlerMethod forAll = null;
		for (HandlerMethod method : methods) {
			for (Type<?> type : method.messageTypes()) {
				candidates.computeIfAbsent(type.typeName(), (name) -> new ArrayList<>()).add(new Route(method, type));
			}
			if (method.payloadType() == null && forAll != null) {
				throw ambiguous("any type", forAll, method);
			}
			forAll = (method.payloadType() == null) ? method : forAll;
		}
		candidates.forEach((name, routes) -> this.routes.put(name, mostSpecific(name, routes)));
		this.fallback = forAll;
		this.states = states(typeName, methods, declared);
	}

	private Route mostSpecific(String messageType, List<Route> routes) {
		Route best = routes.get(0);
		for (Route route : routes) {
			best = route.isMoreSpecificThan(best) ? route : best;
		}
		for (Route route : routes) {
			if (route != best && best.method() == route.method()) {
				throw InvalidFunctionException.of("Two payload classes of the %s have the type name %s: %s and %s."
					.formatted(best.method().source(), messageType, best.type().javaType().getName(),
							route.type().javaType().getName()),
						"Give one of them another type name.");
			}
			if (route != best && !best.isMoreSpecificThan(route)) {
				throw ambiguous(messageType, best, route);
			}
		}
		return best;
	}

	private InvalidFunctionException ambiguous(String messageType, Route route, Route other) {
		Class<?> payload = route.type().javaType();
		Class<?> otherPayload = other.type().javaType();
		if (payload == otherPayload) {
			return ambiguous("type " + messageType, route.method(), other.method());
		}
		return InvalidFunctionException
			.of("The function %s handles two classes of the type name %s: %s by %s, and %s by %s.".formatted(
					this.typeName, messageType, payload.getName(), route.method().source(), otherPayload.getName(),
					other.method().source()), "Give one of the classes another type name, or take one class only.");
	}

	private InvalidFunctionException ambiguous(String type, HandlerMethod method, HandlerMethod other) {
		return InvalidFunctionException.of(
				"The function %s has two handlers for messages of %s: %s, and %s.".formatted(this.typeName, type,
						method.source(), other.source()),
				"Keep one of them, or make the payload type of one more specific than that of the other.");
	}

	private static List<ValueSpec<?>> states(TypeName typeName, List<HandlerMethod> methods,
			List<ValueSpec<?>> declared) {
		Map<String, ValueSpec<?>> states = new LinkedHashMap<>();
		declared.forEach((state) -> states.put(state.name(), state));
		for (HandlerMethod method : methods) {
			for (ValueSpec<?> state : method.states()) {
				ValueSpec<?> other = states.putIfAbsent(state.name(), state);
				if (other != null && !(other.isSameStateAs(state) && other.expiration().equals(state.expiration()))) {
					throw InvalidFunctionException.of(
							"The state '%s' of the function %s is declared as %s and as %s, the latter by %s."
								.formatted(state.name(), typeName, describe(other), describe(state), method.source()),
							"Declare it alike everywhere, or give one of the two another name.");
				}
			}
		}
		return List.copyOf(states.values());
	}

	private static String describe(ValueSpec<?> state) {
		return "%s (%s, expiration %s)".formatted(state.type().typeName(), state.type().javaType().getName(),
				state.expiration());
	}

	@Override
	public CompletionStage<?> apply(Context context, Message message) throws Exception {
		Route route = route(message.valueTypeName());
		if (route != null) {
			return route.method().invoke(context, message, message.as(route.type()));
		}
		if (this.fallback != null) {
			return this.fallback.invoke(context, message, message);
		}
		throw new NoHandlerException("%s has no handler for messages of type '%s', only for those of %s"
			.formatted(this.typeName, message.valueTypeName(), messageTypes()));
	}

	/**
	 * Most messages have the type of the previous one. Remembering it saves 2 ns each.
	 */
	private @Nullable Route route(String typeName) {
		Latest previous = this.latest;
		if (previous != null && previous.typeName == typeName) {
			return previous.route;
		}
		Route route = find(typeName);
		this.latest = (route != null) ? new Latest(typeName, route) : previous;
		return route;
	}

	private @Nullable Route find(String typeName) {
		Route route = this.routes.get(typeName);
		if (route == null) {
			for (Route other : this.routes.values()) {
				if (other.type().accepts(typeName)) {
					return other;
				}
			}
		}
		return route;
	}

	@Override
	public List<ValueSpec<?>> states() {
		return this.states;
	}

	Set<String> messageTypes() {
		return this.routes.keySet();
	}

	@Override
	public Map<String, String> handlers() {
		Map<String, String> handlers = new TreeMap<>();
		this.routes.forEach((type, route) -> handlers.put(type, route.method().signature()));
		if (this.fallback != null) {
			handlers.put("*", this.fallback.signature());
		}
		return handlers;
	}

	@Override
	public boolean handles(String messageType) {
		return this.fallback != null || find(messageType) != null;
	}

	@Override
	public List<Type<?>> types() {
		return this.routes.values().stream().<Type<?>>map(Route::type).toList();
	}

	/** Make sure that all handlers can be called. */
	void link() {
		this.methods.forEach(HandlerMethod::handle);
	}

	private record Latest(String typeName, Route route) {

	}

	private record Route(HandlerMethod method, Type<?> type) {

		boolean isMoreSpecificThan(Route other) {
			Class<?> payload = this.method.payloadType();
			Class<?> otherPayload = other.method.payloadType();
			return payload != null && otherPayload != null && payload != otherPayload
					&& otherPayload.isAssignableFrom(payload);
		}

	}

}
