package dev.statefun.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationRecorder;
import dev.statefun.type.TypeName;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times invocations as {@code statefun.invocations}, with the tags
 * {@code function}, {@code message.type} (the name of a type that the function is known
 * to handle, or {@code other}) and {@code outcome} ({@code success} or {@code failure}).
 * An invocation that succeeds counts as such even if another one fails the request. All
 * tags have a bounded number of values.
 *
 * @since 0.1.0
 */
public final class InvocationMetrics implements InvocationRecorder {

	/** The name of the meters. */
	public static final String INVOCATIONS = "statefun.invocations";

	private static final String OTHER = "other";

	private final Map<Tags, Total> totals = new ConcurrentHashMap<>();

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
		String type = function.messageTypes().contains(messageType) ? messageType : OTHER;
		Tags tags = new Tags(function.typeName(), type, failure == null);
		Total total = this.totals.get(tags);
		if (total == null) {
			total = this.totals.computeIfAbsent(tags, this::register);
		}
		total.invocations.add(invocations);
		total.nanoseconds.add(nanoseconds);
	}

	private Total register(Tags tags) {
		Total total = new Total(new LongAdder(), new LongAdder());
		FunctionTimer
			.builder(INVOCATIONS, total, (invocations) -> invocations.invocations.sum(),
					(invocations) -> invocations.nanoseconds.sum(), TimeUnit.NANOSECONDS)
			.description("Invocations of stateful functions")
			.tag("function", tags.function().toString())
			.tag("message.type", tags.messageType())
			.tag("outcome", tags.success() ? "success" : "failure")
			.register(this.registry);
		return total;
	}

	private record Tags(TypeName function, String messageType, boolean success) {

	}

	private record Total(LongAdder invocations, LongAdder nanoseconds) {

	}

}
