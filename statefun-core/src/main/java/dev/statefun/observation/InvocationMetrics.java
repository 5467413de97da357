package dev.statefun.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationRecorder;
import dev.statefun.dispatch.RequestEffects;
import dev.statefun.observation.internal.InvocationStatistics;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.type.TypeName;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times invocations, and what they send, read and write, as
 * {@link StatefunMeters} says. An invocation that succeeds counts as such even if another
 * one fails the request; what it sent and wrote then, does not. Safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public final class InvocationMetrics implements InvocationRecorder {

	private static final int MAX_TARGETS = 100;

	private static final int MAX_EXCEPTIONS = 50;

	private final Map<TypeName, FunctionMeters> functions = new ConcurrentHashMap<>();

	private final BoundedNames targets = new BoundedNames(MAX_TARGETS);

	private final BoundedNames exceptions = new BoundedNames(MAX_EXCEPTIONS);

	private final MeterRegistry registry;

	/**
	 * Create metrics.
	 * @param registry where to record them
	 */
	public InvocationMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public long nanoTime() {
		return this.registry.config().clock().monotonicTime();
	}

	@Override
	public void record(FunctionDefinition function, String messageType, int invocations, long nanoseconds,
			@Nullable Throwable failure) {
		meters(function).record(messageType, invocations, nanoseconds, failure);
	}

	@Override
	public void recordRequest(FunctionDefinition function, InvocationBatch batch, @Nullable RequestEffects effects) {
		meters(function).record(batch, effects);
	}

	@Override
	public void recordDroppedReply(FunctionDefinition function, TypeName caller) {
		meters(function).droppedReply();
	}

	@Override
	public void recordStateAccess(FunctionDefinition function, StateAccessOutcome outcome) {
		meters(function).stateAccess(outcome);
	}

	private FunctionMeters meters(FunctionDefinition function) {
		FunctionMeters meters = this.functions.get(function.typeName());
		return (meters != null) ? meters : this.functions.computeIfAbsent(function.typeName(),
				(name) -> new FunctionMeters(function, this.registry, this.targets, this.exceptions));
	}

	/**
	 * Tell how a function fared.
	 * @param function the type of the function
	 * @return the numbers since the application started
	 */
	public InvocationStatistics statistics(TypeName function) {
		FunctionMeters meters = this.functions.get(function);
		return (meters != null) ? meters.statistics() : new InvocationStatistics(0, 0, null);
	}

}
