package dev.statefun.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.statefun.ValueSpec;
import dev.statefun.dispatch.internal.UndecidedProtocolException;
import dev.statefun.error.NoHandlerException;
import dev.statefun.io.internal.Asks;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.VersionEvidence;
import dev.statefun.type.TypeName;

/**
 * Finds the function that a request is for, and starts a run if the request has all of
 * its states.
 */
final class RequestRouter {

	private final Map<TypeName, FunctionEntry> functions = new HashMap<>();

	private final Replies replies;

	RequestRouter(Collaborators collaborators) {
		this.replies = new Replies(collaborators.functions(), collaborators.recorder());
		for (FunctionDefinition function : collaborators.functions().functions()) {
			this.functions.put(function.typeName(),
					new FunctionEntry(function, collaborators.errors().timeout(), this.replies));
		}
	}

	/**
	 * Handle a request.
	 * @throws RequestFailedException if there is no such function and nothing decides
	 * about its messages, or the engine did not send a state and cannot be asked for it
	 * @throws UndecidedProtocolException if the engine did not send a state, and its
	 * version is not known
	 */
	CompletableFuture<InvocationResult> route(InvocationBatch batch, Collaborators collaborators) {
		FunctionEntry function = this.functions.get(batch.target().type());
		return (function != null) ? start(function, batch, collaborators)
				: start(unknown(batch, collaborators), batch, collaborators.unobserved());
	}

	private static CompletableFuture<InvocationResult> start(FunctionEntry function, InvocationBatch batch,
			Collaborators collaborators) {
		RequestScope scope = RequestScope.of(function, batch, collaborators);
		List<ValueSpec<?>> missing = scope.missingStates();
		return missing.isEmpty() ? new RequestRun(collaborators, scope).start()
				: CompletableFuture.completedFuture(incomplete(batch, missing));
	}

	/**
	 * Error handlers decide about the messages to a function that does not exist. If a
	 * gateway asks such a function, it gets the failure.
	 */
	private FunctionEntry unknown(InvocationBatch batch, Collaborators collaborators) {
		RequestFailedException failure = RequestFailedException.unknownFunction(batch.target(),
				collaborators.functions().typeNames());
		if (collaborators.errors().handlers().isEmpty() && !isAsked(batch)) {
			throw failure;
		}
		return new FunctionEntry(new FunctionDefinition(batch.target().type(), (context, message) -> {
			throw new NoHandlerException(String.valueOf(failure.getMessage()));
		}, List.of(), Set.of(), "nowhere"), collaborators.errors().timeout(), this.replies);
	}

	private static boolean isAsked(InvocationBatch batch) {
		return batch.invocations()
			.stream()
			.map(Invocation::caller)
			.anyMatch((caller) -> caller != null && Asks.isGateway(caller.type()));
	}

	/** An engine of 2.x would take the question for an answer without effects. */
	private static InvocationResult incomplete(InvocationBatch batch, List<ValueSpec<?>> missing) {
		if (batch.evidence() == VersionEvidence.NONE) {
			throw new UndecidedProtocolException(batch.target(), null);
		}
		if (batch.version() == ProtocolVersion.V2) {
			throw RequestFailedException.missingStates(batch.target(), missing.stream().map(ValueSpec::name).toList());
		}
		return new InvocationResult.Incomplete(missing);
	}

}
