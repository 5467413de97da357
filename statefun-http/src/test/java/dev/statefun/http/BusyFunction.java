package dev.statefun.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.statefun.Address;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import dev.statefun.type.UnknownTypeException;

/**
 * Does all that a function can with what it gets: reads it as whatever it may be, keeps
 * it, and sends it on.
 */
final class BusyFunction implements StatefulFunction {

	private static final List<Type<?>> TYPES = List.of(Types.booleanType(), Types.integerType(), Types.longType(),
			Types.floatType(), Types.doubleType(), Types.stringType());

	/** A state that recorded requests have. */
	private static final ValueSpec<Integer> SEEN = ValueSpec.of("seen", Types.integerType());

	@Override
	public List<ValueSpec<?>> states() {
		return List.of(SEEN);
	}

	@Override
	public void apply(Context context, Message message) {
		for (Type<?> type : TYPES) {
			if (message.is(type)) {
				read(message, type);
			}
		}
		context.storage().set(SEEN, context.storage().get(SEEN).orElse(0) + 1);
		TypedValue value = new TypedValue(message.valueTypeName(), message.rawValue());
		Address target = context.caller().orElse(context.self());
		context.send(target, value);
		context.sendAfter(Duration.ofMillis(message.rawValue().size()), target, value);
		context.send(EgressMessage.of("demo/egress", value));
		if (message.rawValue().isEmpty()) {
			context.storage().remove(SEEN);
		}
	}

	private static void read(Message message, Type<?> type) {
		try {
			message.as(type);
		}
		catch (SerializationException | UnknownTypeException ex) {
			// As is declared
		}
	}

	static AsyncStatefulFunction asynchronous() {
		BusyFunction function = new BusyFunction();
		return new AsyncStatefulFunction() {

			@Override
			public List<ValueSpec<?>> states() {
				return function.states();
			}

			@Override
			public CompletableFuture<?> apply(Context context, Message message) {
				function.apply(context, message);
				return CompletableFuture.completedFuture(null);
			}

		};
	}

}
