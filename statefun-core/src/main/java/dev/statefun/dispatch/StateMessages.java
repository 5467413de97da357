package dev.statefun.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.InvocationRecorder.StateAccessOutcome;
import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.dispatch.internal.GatewayFunction;
import dev.statefun.error.AnswerTooLargeException;
import dev.statefun.io.internal.AskFailure;
import dev.statefun.io.internal.Asks;
import dev.statefun.io.internal.StateReply;
import dev.statefun.io.internal.StateRequest;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Handles messages that read or change the states of an instance, in place of its
 * function. Only the gateway of this application may send them. Such a message never
 * fails its request, whatever it holds. Safe for use by many threads.
 */
final class StateMessages {

	private static final Log logger = LogFactory.getLog(StateMessages.class);

	/** Others can send any number of messages that are refused. */
	private static final int MAX_LOGGED = 100;

	private final AtomicInteger refused = new AtomicInteger();

	private final FunctionRegistry functions;

	private final StateAccess allowed;

	private final AnswerLimit limit;

	private final @Nullable InvocationRecorder recorder;

	StateMessages(FunctionRegistry functions, StateAccess allowed, AnswerLimit limit,
			@Nullable InvocationRecorder recorder) {
		this.functions = functions;
		this.allowed = allowed;
		this.limit = limit;
		this.recorder = recorder;
	}

	/** Tell whether a message is to be handled here, whoever sent it. */
	static boolean include(Invocation message) {
		return StateRequest.isRequest(message.argument());
	}

	/**
	 * Handle a message.
	 * @return logs and records what was done, once the request has succeeded
	 */
	Runnable handle(RequestScope scope, Invocation message) {
		Address target = scope.batch().target();
		Address caller = message.caller();
		if (caller == null || !isGateway(caller.type())) {
			return () -> refuse(target, caller, "its sender is not the client of this application");
		}
		scope.begin();
		try {
			StateRequest request = StateRequest.from(message.argument());
			String refusal = refusal(target.type(), request);
			if (refusal != null) {
				send(scope, caller, AskFailure.of(new IllegalStateException(refusal)).toValue());
				return () -> refuse(target, caller, refusal);
			}
			send(scope, caller, perform(scope, request));
			checkSize(scope);
			return () -> done(target, caller, request);
		}
		catch (RuntimeException ex) {
			scope.rollBack();
			send(scope, caller, AskFailure.of(ex).toValue());
			return () -> record(target.type(), StateAccessOutcome.FAILED);
		}
	}

	private boolean isGateway(TypeName caller) {
		FunctionDefinition definition = this.functions.find(caller);
		return definition != null && definition.function() instanceof GatewayFunction;
	}

	private @Nullable String refusal(TypeName function, StateRequest request) {
		if (Asks.isReserved(function.namespace()) || this.functions.find(function) == null) {
			return "%s is no function of this application".formatted(function);
		}
		return this.allowed.allows(request.isWrite()) ? null : "'statefun.state-access' does not allow it";
	}

	private static TypedValue perform(RequestScope scope, StateRequest request) {
		switch (request.operation()) {
			case READ -> {
				return read(scope);
			}
			case SET -> set(scope, scope.state(spec(scope, request.state())), request.value());
			case REMOVE -> scope.state(spec(scope, request.state())).remove(scope.attempt());
		}
		return Asks.NOTHING;
	}

	private static TypedValue read(RequestScope scope) {
		Map<String, Optional<TypedValue>> values = new LinkedHashMap<>();
		for (ValueSpec<?> spec : scope.function().states()) {
			values.put(spec.name(), Optional.ofNullable(scope.state(spec).stored()));
		}
		return new StateReply(values).toValue();
	}

	/** Reading the value first makes sure that the function can read it later. */
	private static <T> void set(RequestScope scope, ScopedState<T> state, TypedValue value) {
		state.set(state.read(value), scope.attempt());
		scope.hasSet(state);
	}

	private static ValueSpec<?> spec(RequestScope scope, String name) {
		int index = scope.function().indexOf(name);
		if (index < 0) {
			throw new IllegalArgumentException("The function %s does not declare the state '%s'"
				.formatted(scope.batch().target().type(), LogText.name(name)));
		}
		return scope.function().states()[index];
	}

	private static void send(RequestScope scope, Address caller, TypedValue answer) {
		scope.response().send(caller, answer);
		scope.sent(Kind.FUNCTION, caller.type());
	}

	/** Several reads in one request must not make it fail together. */
	private void checkSize(RequestScope scope) {
		long size = Math.max(scope.sizeOfAttempt(), scope.response().size());
		if (this.limit.isExceeded(size, scope.batch().version())) {
			throw new AnswerTooLargeException(scope.batch().target(), size, this.limit.bytes());
		}
	}

	private void refuse(Address target, @Nullable Address caller, String reason) {
		record(target.type(), StateAccessOutcome.REFUSED);
		if (this.refused.incrementAndGet() <= MAX_LOGGED) {
			logger.warn("A message of %s to read or change the states of %s was refused: %s"
				.formatted((caller != null) ? LogText.name(caller) : "an ingress", LogText.name(target), reason));
		}
	}

	private void done(Address target, Address caller, StateRequest request) {
		record(target.type(), request.isWrite() ? StateAccessOutcome.WRITTEN : StateAccessOutcome.READ);
		switch (request.operation()) {
			case READ ->
				logger.debug("The states of %s were read by %s".formatted(LogText.name(target), LogText.name(caller)));
			case SET, REMOVE ->
				logger.info("The state '%s' of %s was %s by %s".formatted(request.state(), LogText.name(target),
						(request.operation() == StateRequest.Operation.SET) ? "set" : "removed", LogText.name(caller)));
		}
	}

	private void record(TypeName function, StateAccessOutcome outcome) {
		FunctionDefinition definition = this.functions.find(function);
		if (this.recorder != null && definition != null) {
			this.recorder.recordStateAccess(definition, outcome);
		}
	}

}
