package dev.statefun.engine;

import java.net.URI;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.statefun.flink.core.StatefulFunctionsUniverse;
import org.apache.flink.statefun.flink.core.reqreply.RequestReplyClient;
import org.apache.flink.statefun.flink.core.reqreply.RequestReplyClientFactory;

/**
 * A transport of the engine, with the {@link EgressRedirection} behind it.
 */
final class RedirectingTransport implements RequestReplyClientFactory {

	private final RequestReplyClientFactory delegate;

	private final StatefulFunctionsUniverse universe;

	RedirectingTransport(RequestReplyClientFactory delegate, StatefulFunctionsUniverse universe) {
		this.delegate = delegate;
		this.universe = universe;
	}

	@Override
	public RequestReplyClient createTransportClient(ObjectNode transportProperties, URI endpointUrl) {
		RequestReplyClient client = this.delegate.createTransportClient(transportProperties, endpointUrl);
		EgressRedirection redirection = EngineJvm.get().egressRedirection();
		return (requestSummary, metrics, toFunction) -> client.call(requestSummary, metrics, toFunction)
			.thenApply((response) -> redirection.redirect(response, this.universe));
	}

	@Override
	public void cleanup() {
		this.delegate.cleanup();
	}

}
