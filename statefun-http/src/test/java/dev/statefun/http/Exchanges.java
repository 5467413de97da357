package dev.statefun.http;

import java.util.concurrent.CompletableFuture;

/**
 * Sends requests to an endpoint as a transport does.
 */
final class Exchanges {

	private Exchanges() {
	}

	static CompletableFuture<EndpointResponse> handle(RequestReplyEndpoint endpoint, byte[] request) {
		RequestAdmission admission = endpoint.admit("POST", "application/octet-stream", request.length);
		EndpointResponse refusal = admission.refusal();
		return (refusal != null) ? CompletableFuture.completedFuture(refusal)
				: endpoint.handle(request, () -> "", admission);
	}

}
