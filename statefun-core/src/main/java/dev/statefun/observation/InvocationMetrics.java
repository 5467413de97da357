package dev.statefun.observation;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.type.TypeName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Times each invocation as {@code statefun.invocations}, with the tags {@code function},
 * {@code message.type} (the name of a type that the function is known to handle, or
 * {@code other}) and {@code outcome} ({@code success} or {@code failure}). An invocation
 * that succeeds counts as such even if another one fails the request. All tags have a
 * bounded number of values.
 *
 * @since 0.1.0
 */
public final class InvocationMetrics implements InvocationInterceptor {

	/** The name of the timer. */
	public static final String INVOCATIONS = "statefun.invocations";

	private static final String OTHER = "other";

	private final Map<Tags, Timer> timers = new ConcurrentHashMap<>();

	private final MeterRegistry registry;

	/**
	 * Create metrics.
	 * @param registry where to record them
	 */
	public InvocationMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public CompletionStage<?> intercept(FunctionDefinition function, Context context, Message message, Chain next) {
		Timer.Sample sample = Timer.start(this.registry);
		return next.proceed().whenComplete((value, ex) -> record(sample, function, message, ex == null));
	}

	private void record(Timer.Sample sample, FunctionDefinition function, Message message, boolean success) {
		String type = message.valueTypeName();
		sample.stop(timer(new Tags(function.typeName(), function.messageTypes().contains(type) ? type : OTHER,
				success ? "success" : "failure")));
	}

	private Timer timer(Tags tags) {
		return this.timers.computeIfAbsent(tags, this::register);
	}

	private Timer register(Tags tags) {
		return Timer.builder(INVOCATIONS)
			.description("Invocations of stateful functions")
			.tag("function", tags.function().toString())
			.tag("message.type", tags.messageType())
			.tag("outcome", tags.outcome())
			.register(this.registry);
	}

	private record Tags(TypeName function, String messageType, String outcome) {

	}

}
