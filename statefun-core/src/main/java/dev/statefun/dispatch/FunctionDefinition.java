package dev.statefun.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.statefun.AsyncStatefulFunction;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * A function, its type, and what else it takes to serve it. Without annotations, a
 * function is defined by its type and an object:
 *
 * <pre class="code">
 * FunctionDefinition greeter = FunctionDefinition
 *     .of("example/greeter", (context, message) -&gt; context.reply("Hello " + message.as(String.class)))
 *     .withTimeout(Duration.ofSeconds(5));
 * </pre>
 *
 * @param typeName its type
 * @param function handles its messages
 * @param states the states that it keeps, each name once
 * @param messageTypes the names of the types of messages that it is known to handle;
 * empty if only the function itself knows
 * @param source where it is declared, for people: the bean, and the method if there is
 * one
 * @param timeout how long it may take over a message, or {@code null} if it does not say
 * @since 0.1.0
 */
public record FunctionDefinition(TypeName typeName, AsyncStatefulFunction function, List<ValueSpec<?>> states,
		Set<String> messageTypes, String source, @Nullable Duration timeout) {

	private static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(null);

	/**
	 * Create a definition.
	 * @param typeName its type
	 * @param function handles its messages
	 * @param states the states that it keeps
	 * @param messageTypes the names of the types of messages that it is known to handle
	 * @param source where it is declared
	 * @param timeout how long it may take over a message, or {@code null}
	 * @throws InvalidFunctionException if two states have the same name, or the timeout
	 * is not positive
	 */
	public FunctionDefinition {
		if (states == null) {
			throw InvalidFunctionException.of(
					"The function %s (%s) returns null as its states.".formatted(typeName, source),
					"Return an empty list if it keeps none.");
		}
		states = List.copyOf(states);
		messageTypes = Set.copyOf(messageTypes);
		long names = states.stream().map(ValueSpec::name).distinct().count();
		if (names < states.size()) {
			throw InvalidFunctionException.of(
					"The function %s (%s) declares several states of the same name: %s.".formatted(typeName, source,
							states.stream().map(ValueSpec::name).toList()),
					"Declare each state once, or give them different names.");
		}
		if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
			throw InvalidFunctionException.of(
					"The function %s (%s) has the timeout %s.".formatted(typeName, source, timeout),
					"Give it a positive timeout, less than the engine waits for an answer.");
		}
	}

	/**
	 * Create a definition without a timeout.
	 * @param typeName its type
	 * @param function handles its messages
	 * @param states the states that it keeps
	 * @param messageTypes the names of the types of messages that it is known to handle
	 * @param source where it is declared
	 * @throws InvalidFunctionException if two states have the same name
	 */
	public FunctionDefinition(TypeName typeName, AsyncStatefulFunction function, List<ValueSpec<?>> states,
			Set<String> messageTypes, String source) {
		this(typeName, function, states, messageTypes, source, null);
	}

	/**
	 * Define a function.
	 * @param typeName its type, {@code namespace/name}
	 * @param function handles its messages, and knows its states
	 * @return the definition
	 * @throws InvalidFunctionException if the type is malformed, or two states have the
	 * same name
	 */
	public static FunctionDefinition of(String typeName, StatefulFunction function) {
		return new FunctionDefinition(parse(typeName, function), (context, message) -> {
			function.apply(context, message);
			return DONE;
		}, function.states(), Set.of(), function.getClass().getName());
	}

	/**
	 * Define an asynchronous function.
	 * @param typeName its type, {@code namespace/name}
	 * @param function handles its messages, and knows its states
	 * @return the definition
	 * @throws InvalidFunctionException if the type is malformed, or two states have the
	 * same name
	 */
	public static FunctionDefinition ofAsync(String typeName, AsyncStatefulFunction function) {
		return new FunctionDefinition(parse(typeName, function), function, function.states(), Set.of(),
				function.getClass().getName());
	}

	private static TypeName parse(String typeName, Object function) {
		try {
			return TypeName.parse(typeName);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidFunctionException.of(
					"The function %s has a malformed type name: %s.".formatted(function.getClass().getName(),
							ex.getMessage()),
					"Give it a name of the form namespace/name, for example demo/greeter.", ex);
		}
	}

	/**
	 * Declare the states of the function, in place of those that it declares itself. So a
	 * lambda or a method can keep states.
	 * @param newStates the states that it keeps
	 * @return a definition of the same function
	 * @throws InvalidFunctionException if two states have the same name
	 */
	public FunctionDefinition withStates(ValueSpec<?>... newStates) {
		return new FunctionDefinition(this.typeName, this.function, List.of(newStates), this.messageTypes, this.source,
				this.timeout);
	}

	/**
	 * Find a state.
	 * @param name its name
	 * @return the state
	 * @throws IllegalArgumentException if the function does not declare it
	 */
	public ValueSpec<?> state(String name) {
		return this.states.stream()
			.filter((state) -> state.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("The function %s does not declare the state '%s', only %s"
				.formatted(this.typeName, name, this.states.stream().map(ValueSpec::name).toList())));
	}

	/**
	 * Check that the function declares a state.
	 * @param state the state
	 * @throws IllegalArgumentException if it does not, or with another type
	 */
	public void checkDeclares(ValueSpec<?> state) {
		if (!state(state.name()).isSameStateAs(state)) {
			throw new IllegalArgumentException("The function %s declares the state '%s' with another type than %s"
				.formatted(this.typeName, state.name(), state.type().typeName()));
		}
	}

	/**
	 * Say where the function is declared.
	 * @param newSource the place, for people
	 * @return a definition of the same function
	 */
	public FunctionDefinition withSource(String newSource) {
		return new FunctionDefinition(this.typeName, this.function, this.states, this.messageTypes, newSource,
				this.timeout);
	}

	/**
	 * Limit the time that the function may take over a message.
	 * @param newTimeout how long it may take, or {@code null} for the configured time
	 * @return a definition of the same function
	 * @throws InvalidFunctionException if the timeout is not positive
	 */
	public FunctionDefinition withTimeout(@Nullable Duration newTimeout) {
		return new FunctionDefinition(this.typeName, this.function, this.states, this.messageTypes, this.source,
				newTimeout);
	}

}
