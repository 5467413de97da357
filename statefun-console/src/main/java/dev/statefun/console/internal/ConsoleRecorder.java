package dev.statefun.console.internal;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import dev.statefun.Address;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.FailureListener;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Records invocations for the console. It records all of them up to a rate, and above it
 * a sample of requests, beside which the other requests cost a look at the clock. Safe
 * for use by many threads, and no request waits for it.
 */
public final class ConsoleRecorder implements BatchInterceptor, FailureListener, Ordered {

	/** A recording of so many bytes costs as much as a small invocation more. */
	private static final double BYTES_PER_COST = 4096;

	private final Recording recording;

	private final boolean masked;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	private final SamplingBudget budget;

	/** For failures of requests that are not in the sample. */
	private final SamplingBudget failureBudget;

	private final int perSecond;

	private final AtomicLong requests = new AtomicLong();

	private final LongAdder seen = new LongAdder();

	/** The requests that are being recorded. The guard admits one an instance. */
	private final Map<Address, RequestRecording> open = new ConcurrentHashMap<>();

	/**
	 * Create a recorder.
	 * @param recording keeps what is recorded
	 * @param perSecond how many invocations are recorded a second at most
	 * @param masked whether values are left out
	 * @param clock tells the time of day
	 * @param nanoTime measures invocations
	 */
	public ConsoleRecorder(Recording recording, int perSecond, boolean masked, InstantSource clock,
			LongSupplier nanoTime) {
		this.recording = recording;
		this.perSecond = perSecond;
		this.masked = masked;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.budget = new SamplingBudget(perSecond, nanoTime);
		this.failureBudget = new SamplingBudget(Math.max(1, perSecond / 10), nanoTime);
	}

	@Override
	public CompletionStage<InvocationResult> intercept(InvocationBatch batch, Chain next) {
		this.seen.add(batch.invocations().size());
		if (!this.budget.isLeft()) {
			return next.proceed();
		}
		RequestRecording request = new RequestRecording(this, batch, this.requests.incrementAndGet());
		this.open.put(batch.target(), request);
		CompletionStage<InvocationResult> answer = next.proceed(request);
		CompletableFuture<InvocationResult> future = answer.toCompletableFuture();
		if (future.isDone() && !future.isCompletedExceptionally()) {
			end(batch, request, null);
		}
		else {
			answer.whenComplete((result, ex) -> end(batch, request, ex));
		}
		return answer;
	}

	private void end(InvocationBatch batch, RequestRecording request, @Nullable Throwable failure) {
		this.open.remove(batch.target(), request);
		request.ended(failure);
	}

	@Override
	public void decided(FailedInvocation failed, ErrorAction action) {
		Outcome outcome = outcome(action);
		TypedValue message = failed.message().typedValue();
		RequestRecording request = this.open.get(failed.self());
		if (request != null && request.decided(message, failed.attempts(), failed.cause(), outcome)) {
			return;
		}
		if (this.failureBudget.take(1)) {
			record(0, failed.self(), failed.caller(), message, failed.attempts(), outcome, failed.cause());
		}
	}

	private static Outcome outcome(ErrorAction action) {
		if (action instanceof ErrorAction.Retry) {
			return Outcome.RETRIED;
		}
		if (action instanceof ErrorAction.Skip) {
			return Outcome.SKIPPED;
		}
		return (action instanceof ErrorAction.SendDeadLetter) ? Outcome.DEAD_LETTERED : Outcome.FAILED;
	}

	/** Record a request that failed before its first attempt, such as for no function. */
	void recordFailure(InvocationBatch batch, long request, Throwable cause) {
		List<Invocation> invocations = batch.invocations();
		Invocation first = invocations.isEmpty() ? null : invocations.get(0);
		record(request, batch.target(), (first != null) ? first.caller() : null,
				(first != null) ? first.argument() : TypedValue.withoutValue(""), 1, Outcome.FAILED, cause);
	}

	private void record(long request, Address self, @Nullable Address caller, TypedValue message, int attempt,
			Outcome outcome, Throwable cause) {
		Excerpt excerpt = excerpt();
		RecordedValue payload = excerpt.value(message);
		RecordedFailure failure = excerpt.failure(cause);
		String function = excerpt.name(self.type().toString());
		String id = excerpt.name(self.id());
		String callerType = (caller != null) ? excerpt.name(caller.type().toString()) : null;
		String callerId = (caller != null) ? excerpt.name(caller.id()) : null;
		long time = millis();
		this.recording.add((number) -> new RecordedInvocation(number, request, time, function, id, callerType, callerId,
				payload, -1, attempt, outcome, List.of(), List.of(), 0, failure, excerpt.memory()));
	}

	boolean mayRecord(int bytes) {
		return this.budget.take(1 + bytes / BYTES_PER_COST);
	}

	Excerpt excerpt() {
		return new Excerpt(this.masked);
	}

	/**
	 * The recorded invocations.
	 * @return the recording
	 */
	public Recording recording() {
		return this.recording;
	}

	long nanoTime() {
		return this.nanoTime.getAsLong();
	}

	long millis() {
		return this.clock.millis();
	}

	/** How many messages came, recorded or not. */
	long seen() {
		return this.seen.sum();
	}

	int perSecond() {
		return this.perSecond;
	}

	/** Outermost, to see what interceptors of the application do. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
