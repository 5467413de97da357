package dev.statefun.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.statefun.Address;
import dev.statefun.EgressMessage;
import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.dispatch.internal.UndecidedProtocolException;
import dev.statefun.error.DeadLetterDestination;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.ErrorAction.Retry;
import dev.statefun.error.ErrorAction.SendDeadLetter;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.error.NoHandlerException;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.error.internal.Causes;
import dev.statefun.io.DeadLetter;
import dev.statefun.io.internal.AskFailure;
import dev.statefun.io.internal.Asks;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.VersionEvidence;
import dev.statefun.type.MissingValueException;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The failures of one request: has handlers decide about each, sends dead letters, and
 * tells listeners. It also knows how often and for how long the current message has been
 * tried.
 */
final class RequestFailures {

	private final RequestScope scope;

	private final TypeRegistry types;

	private final ErrorHandling errors;

	/** When the budget for retries started to count, by the time of the timer. */
	private final long start;

	/** The index of the current message in the request. */
	private int message = -1;

	private int attempts;

	/** When the current message failed first. */
	private long first;

	private long now;

	private @Nullable BackOffExecution[] backOffs = {};

	/** Create it when the first attempt fails: the budget for retries starts to count. */
	RequestFailures(RequestScope scope, Collaborators collaborators) {
		this.scope = scope;
		this.types = collaborators.types();
		this.errors = collaborators.errors();
		this.start = this.errors.timer().nanoTime();
	}

	/**
	 * Decide about a message that could not be handled, and whose effects were rolled
	 * back. Send the dead letter if there is to be one, and tell the listeners. Throws
	 * whatever handlers and listeners throw.
	 * @param failedMessage which message of the request, from 0
	 * @param cause why it could not be handled
	 * @return what is still to be done
	 */
	Decision decide(int failedMessage, Throwable cause) {
		if (this.scope.batch().evidence() == VersionEvidence.NONE && isOfVersion(cause)) {
			throw new UndecidedProtocolException(this.scope.batch().target(), cause);
		}
		FailedInvocation failed = failed(failedMessage, cause);
		Address caller = failed.caller();
		boolean asked = caller != null && Asks.isGateway(caller.type());
		Decision decision = askHandlers(failed, asked);
		if (decision.action() instanceof SendDeadLetter action) {
			EgressMessage letter = deadLetter(failed, action);
			this.scope.response().sendEgress(letter.egress(), letter.value(this.types));
			this.scope.sent(Kind.EGRESS, letter.egress());
		}
		if (caller != null && asked && decision.isOmission()) {
			this.scope.response().send(caller, AskFailure.of(cause).toValue());
			this.scope.sent(Kind.FUNCTION, caller.type());
		}
		this.errors.listeners().forEach((listener) -> listener.decided(failed, decision.action()));
		return decision;
	}

	/**
	 * Whether a message may only have failed since it was taken for one of 3.x. In 2.x it
	 * has a value, and primitives have types of other names. So no rule may skip it.
	 */
	private static boolean isOfVersion(Throwable cause) {
		return cause instanceof NoHandlerException
				|| (cause instanceof UndecodableMessageException && cause.getCause() instanceof MissingValueException);
	}

	private FailedInvocation failed(int failedMessage, Throwable cause) {
		this.now = this.errors.timer().nanoTime();
		if (this.message != failedMessage) {
			this.message = failedMessage;
			this.attempts = 0;
			this.first = this.now;
			this.backOffs = new BackOffExecution[this.errors.handlers().size()];
		}
		this.attempts++;
		InvocationBatch batch = this.scope.batch();
		Invocation invocation = batch.invocations().get(failedMessage);
		return new FailedInvocation(batch.target(), invocation.caller(), new ReceivedMessage(invocation, this.types),
				cause, this.attempts, since(this.first));
	}

	/**
	 * A message that somebody waits for is skipped if it can never succeed and nothing
	 * decides about it.
	 */
	private Decision askHandlers(FailedInvocation failed, boolean asked) {
		List<InvocationErrorHandler> handlers = this.errors.handlers();
		for (int i = 0; i < handlers.size(); i++) {
			ErrorAction action = Objects.requireNonNull(handlers.get(i).handle(failed),
					"An InvocationErrorHandler returned null, not an action");
			if (action instanceof Retry retry) {
				long delay = backOff(i, retry.policy(), failed);
				if (delay != BackOffExecution.STOP) {
					return new Decision(retry, Duration.ofMillis(delay));
				}
				action = retry.otherwise();
			}
			if (action != ErrorAction.next()) {
				return new Decision(action, Duration.ZERO);
			}
		}
		return new Decision((asked && failed.isPermanent()) ? ErrorAction.skip() : ErrorAction.fail(), Duration.ZERO);
	}

	private long backOff(int handler, RetryPolicy policy, FailedInvocation failed) {
		// A policy that names exceptions would never end with causes that form a circle
		if (!Causes.areCircular(failed.cause()) && !policy.shouldRetry(failed.cause())) {
			return BackOffExecution.STOP;
		}
		BackOffExecution execution = this.backOffs[handler];
		if (execution == null) {
			execution = policy.getBackOff().start();
			this.backOffs[handler] = execution;
		}
		long delay = execution.nextBackOff();
		return (delay != BackOffExecution.STOP && isInTime(delay, policy.getTimeout())) ? delay : BackOffExecution.STOP;
	}

	private boolean isInTime(long delay, Duration timeout) {
		Duration wait = Duration.ofMillis(delay);
		boolean inTime = timeout.isZero() || since(this.first).plus(wait).compareTo(timeout) <= 0;
		return inTime && since(this.start).plus(wait).compareTo(this.errors.retryBudget()) <= 0;
	}

	private Duration since(long time) {
		return Duration.ofNanos(this.now - time);
	}

	private EgressMessage deadLetter(FailedInvocation failed, SendDeadLetter action) {
		DeadLetterDestination destination = action.destination();
		destination = (destination != null) ? destination : this.errors.deadLetters();
		if (destination == null) {
			throw new IllegalStateException(
					"There is no destination for dead letters: set"
							+ " statefun.errors.dead-letter.egress, or name one in ErrorAction.deadLetter",
					failed.cause());
		}
		Throwable cause = failed.cause();
		return destination.toMessage(new DeadLetter(failed.self(), failed.caller(), failed.message().typedValue(),
				cause.getClass().getName(), Objects.requireNonNullElse(cause.getMessage(), ""), failed.attempts(),
				this.errors.clock().instant()));
	}

	/**
	 * A decision about a message.
	 *
	 * @param action what is to be done
	 * @param delay how long to wait before it is done
	 */
	record Decision(ErrorAction action, Duration delay) {

		/** Whether the message is to be attempted once more. */
		boolean isRetry() {
			return this.action instanceof Retry;
		}

		/** Whether the request goes on without the message. */
		boolean isOmission() {
			return this.action instanceof SendDeadLetter || this.action == ErrorAction.skip();
		}

	}

}
