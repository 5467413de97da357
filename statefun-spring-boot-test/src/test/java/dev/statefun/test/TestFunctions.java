package dev.statefun.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.Types;

/**
 * Functions made of lambdas.
 */
final class TestFunctions {

	static final ValueSpec<Integer> COUNT = ValueSpec.of("count", Types.integerType());

	private TestFunctions() {
	}

	static FunctionDefinition function(String type, Body body, ValueSpec<?>... states) {
		return new FunctionDefinition(TypeName.parse(type), (context, message) -> {
			body.apply(context, message);
			return CompletableFuture.completedFuture(null);
		}, List.of(states), Set.of(), type);
	}

	/** Counts messages in its state {@code count}. */
	static FunctionDefinition counter(String type) {
		return function(type, (context, message) -> context.storage().value(COUNT).update(0, (count) -> count + 1),
				COUNT);
	}

	static StatefunTestRuntime runtime(ProtocolVersion version, FunctionDefinition... functions) {
		FunctionRegistry registry = new FunctionRegistry(List.of(functions));
		TypeRegistry types = new TypeRegistry(List.of(), List.of());
		return StatefunTestRuntime.inMemory(registry, RequestReplyHandler.builder(registry).types(types).build(), types,
				version);
	}

	@FunctionalInterface
	interface Body {

		void apply(Context context, Message message) throws Exception;

	}

}
