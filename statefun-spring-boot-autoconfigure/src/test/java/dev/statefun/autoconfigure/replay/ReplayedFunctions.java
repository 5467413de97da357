package dev.statefun.autoconfigure.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistrar;

import org.springframework.context.support.GenericApplicationContext;

/**
 * Functions of one type, by what they do, in the words of the recorded cases. Where these
 * do not say enough, they are found by the name of the case.
 */
final class ReplayedFunctions {

	private final String typeName;

	private final Map<String, Function<RecordedCase, Consumer<GenericApplicationContext>>> functions = new HashMap<>();

	ReplayedFunctions(String typeName) {
		this.typeName = typeName;
	}

	/** A function that is known at runtime only. */
	ReplayedFunctions add(String behaviour, StatefulFunction function, ValueSpec<?>... states) {
		return add(behaviour, (recorded) -> new FunctionWithStates(function, List.of(states)));
	}

	/** A function that differs from case to case. */
	ReplayedFunctions add(String behaviour, Function<RecordedCase, StatefulFunction> function) {
		return addRegistrar(behaviour, (recorded) -> FunctionDefinition.of(this.typeName, function.apply(recorded)));
	}

	/** A function that is asynchronous. */
	ReplayedFunctions addAsync(String behaviour, AsyncStatefulFunction function) {
		return addRegistrar(behaviour, (recorded) -> FunctionDefinition.ofAsync(this.typeName, function));
	}

	/** A function that is an annotated class. */
	ReplayedFunctions add(String behaviour, Class<?> annotated) {
		this.functions.put(behaviour, (recorded) -> (context) -> context.registerBean(annotated));
		return this;
	}

	private ReplayedFunctions addRegistrar(String behaviour, Function<RecordedCase, FunctionDefinition> definition) {
		this.functions.put(behaviour, (recorded) -> (context) -> context.registerBean(FunctionRegistrar.class,
				() -> () -> List.of(definition.apply(recorded))));
		return this;
	}

	/** How an application declares the function of a case. */
	Consumer<GenericApplicationContext> of(RecordedCase recorded) {
		Function<RecordedCase, Consumer<GenericApplicationContext>> function = this.functions.get(recorded.name());
		if (function == null) {
			function = this.functions.get(recorded.behaviour());
		}
		if (function == null) {
			throw new IllegalStateException("There is no function that does what that of %s does: %s"
				.formatted(recorded.name(), recorded.behaviour()));
		}
		return function.apply(recorded);
	}

	private record FunctionWithStates(StatefulFunction function,
			List<ValueSpec<?>> states) implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) throws Exception {
			this.function.apply(context, message);
		}

	}

}
