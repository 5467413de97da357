package dev.statefun.console.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.internal.DescribedFunction;

/**
 * A function of the application, and how its recorded invocations fared.
 *
 * @param type its type
 * @param source where it is declared
 * @param handlers what handles its messages, by type of message
 * @param messageTypes the types of messages that it is known to handle
 * @param states its states
 * @param recorded how many invocations are recorded
 * @param failed how many of them failed
 * @param p50 how many microseconds half of them took at most
 * @param p99 how many microseconds all but a hundredth of them took at most
 */
record FunctionSummary(String type, String source, Map<String, String> handlers, List<String> messageTypes,
		List<StateSummary> states, int recorded, int failed, long p50, long p99) {

	static List<FunctionSummary> of(FunctionRegistry functions, List<RecordedInvocation> recorded) {
		Map<String, List<RecordedInvocation>> byFunction = new TreeMap<>();
		recorded
			.forEach((invocation) -> byFunction.computeIfAbsent(invocation.function(), (function) -> new ArrayList<>())
				.add(invocation));
		return functions.functions()
			.stream()
			.map((function) -> of(function, byFunction.getOrDefault(function.typeName().toString(), List.of())))
			.toList();
	}

	private static FunctionSummary of(FunctionDefinition function, List<RecordedInvocation> recorded) {
		Map<String, String> handlers = (function.function() instanceof DescribedFunction described)
				? new TreeMap<>(described.handlers()) : Map.of();
		long[] micros = recorded.stream()
			.mapToLong(RecordedInvocation::nanos)
			.filter((nanos) -> nanos >= 0)
			.map((nanos) -> nanos / 1000)
			.sorted()
			.toArray();
		return new FunctionSummary(function.typeName().toString(), function.source(), handlers,
				function.messageTypes().stream().sorted().toList(),
				function.states().stream().map(StateSummary::of).toList(), recorded.size(),
				(int) recorded.stream().filter((invocation) -> invocation.outcome().isFailure()).count(),
				percentile(micros, 0.5), percentile(micros, 0.99));
	}

	private static long percentile(long[] sorted, double part) {
		return (sorted.length == 0) ? 0
				: Arrays.stream(sorted).skip((long) (part * (sorted.length - 1))).findFirst().orElse(0);
	}

	/**
	 * A state of a function.
	 *
	 * @param name its name
	 * @param type the type of its values
	 * @param expiration when it expires
	 */
	record StateSummary(String name, String type, String expiration) {

		static StateSummary of(ValueSpec<?> state) {
			Expiration expiration = state.expiration();
			return new StateSummary(state.name(), state.type().typeName(), switch (expiration.mode()) {
				case NONE -> "never";
				case AFTER_WRITE -> expiration.timeToLive() + " after it was written";
				default -> expiration.timeToLive() + " after it was used";
			});
		}

	}

}
