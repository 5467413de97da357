package dev.statefun.observation.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.dispatch.MessageMetadata;
import dev.statefun.error.internal.Causes;
import dev.statefun.observation.DefaultInvocationObservationConvention;
import dev.statefun.observation.DefaultRequestObservationConvention;
import dev.statefun.observation.InvocationObservationContext;
import dev.statefun.observation.InvocationObservationConvention;
import dev.statefun.observation.ObservationSampling;
import dev.statefun.observation.RequestObservationContext;
import dev.statefun.observation.RequestObservationConvention;
import dev.statefun.observation.StatefunObservations;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.type.TypeName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes requests and, within, invocations, as {@link StatefunObservations} says. Safe
 * for use by many threads.
 */
public final class RequestObserver implements BatchInterceptor {

	private static final RequestObservationConvention REQUESTS = new DefaultRequestObservationConvention();

	private static final InvocationObservationConvention INVOCATIONS = new DefaultInvocationObservationConvention();

	private final ObservationRegistry registry;

	private final Predicate<TypeName> served;

	private final @Nullable RequestObservationConvention requests;

	private final @Nullable InvocationObservationConvention invocations;

	private final @Nullable ObservationSampling sampling;

	private final @Nullable LogCorrelation logs;

	private final @Nullable TracePropagation propagation;

	/**
	 * Create an observer.
	 * @param registry where to observe
	 * @param served tells the functions that the application serves
	 * @param requests replaces the default convention of requests, or {@code null}
	 * @param invocations replaces the default convention of invocations, or {@code null}
	 * @param sampling chooses the requests whose invocations are observed, or
	 * {@code null} for all
	 * @param logs correlates logs, or {@code null}
	 * @param propagation passes the trace on with messages, or {@code null}
	 */
	public RequestObserver(ObservationRegistry registry, Predicate<TypeName> served,
			@Nullable RequestObservationConvention requests, @Nullable InvocationObservationConvention invocations,
			@Nullable ObservationSampling sampling, @Nullable LogCorrelation logs,
			@Nullable TracePropagation propagation) {
		this.registry = registry;
		this.served = served;
		this.requests = requests;
		this.invocations = invocations;
		this.sampling = sampling;
		this.logs = logs;
		this.propagation = propagation;
	}

	@Override
	@SuppressWarnings("try")
	public CompletionStage<InvocationResult> intercept(InvocationBatch batch, Chain next) {
		boolean known = this.served.test(batch.target().type());
		try (LogCorrelation.Scope log = (this.logs != null && known) ? this.logs.open(batch.target()) : null) {
			if (this.registry.isNoop()) {
				return next.proceed();
			}
			Observation request = StatefunObservations.REQUEST.observation(this.requests, REQUESTS,
					() -> new RequestObservationContext(batch, known), this.registry);
			request.start();
			try (Observation.Scope scope = request.openScope()) {
				boolean sampled = this.sampling == null || this.sampling.isSampled();
				return ended(request, next.proceed((function, context, message, invocation) -> observe(request, sampled,
						function, context, message, invocation)));
			}
			catch (Throwable ex) {
				throw failed(request, ex);
			}
		}
	}

	/**
	 * Observe an invocation on any thread. After an asynchronous invocation it may be
	 * another one than the request's, which needs the request's scopes again.
	 */
	@SuppressWarnings("try")
	private CompletionStage<?> observe(Observation request, boolean sampled, FunctionDefinition function,
			Context context, Message message, InvocationInterceptor.Chain next) {
		if (this.registry.getCurrentObservation() == request) {
			return observeHere(request, sampled, function, context, message, next);
		}
		try (LogCorrelation.Scope log = (this.logs != null) ? this.logs.open(context.self()) : null;
				Observation.Scope scope = request.openScope()) {
			return observeHere(request, sampled, function, context, message, next);
		}
	}

	/** Observe an invocation if it is sampled, or continues the trace of its sender. */
	@SuppressWarnings("try")
	private CompletionStage<?> observeHere(Observation request, boolean sampled, FunctionDefinition function,
			Context context, Message message, InvocationInterceptor.Chain next) {
		if (!sampled && (this.propagation == null || message.metadata().isEmpty())) {
			return next.proceed();
		}
		Observation invocation = StatefunObservations.INVOCATION
			.observation(this.invocations, INVOCATIONS,
					() -> new InvocationObservationContext(function, context.self(), message), this.registry)
			.parentObservation(request);
		invocation.start();
		try (Observation.Scope scope = invocation.openScope()) {
			if (this.propagation != null && context instanceof MessageMetadata messages) {
				this.propagation.inject(messages);
			}
			return ended(invocation, next.proceed());
		}
		catch (Throwable ex) {
			throw failed(invocation, ex);
		}
	}

	private static <T> CompletionStage<T> ended(Observation observation, CompletionStage<T> stage) {
		CompletableFuture<T> future = stage.toCompletableFuture();
		if (future.isDone() && !future.isCompletedExceptionally()) {
			observation.stop();
			return stage;
		}
		return stage.whenComplete((value, ex) -> {
			if (ex != null) {
				observation.error(Causes.unwrap(ex));
			}
			observation.stop();
		});
	}

	private static RuntimeException failed(Observation observation, Throwable ex) {
		observation.error(ex);
		observation.stop();
		if (ex instanceof Error error) {
			throw error;
		}
		return (ex instanceof RuntimeException runtime) ? runtime : new IllegalStateException(ex);
	}

}
