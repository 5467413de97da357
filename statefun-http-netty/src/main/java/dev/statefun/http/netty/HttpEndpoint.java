package dev.statefun.http.netty;

import java.util.concurrent.CompletableFuture;

import dev.statefun.http.EndpointResponse;
import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestReplyEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link RequestReplyEndpoint} that connections need.
 */
interface HttpEndpoint {

	/** The number of bytes that a body may have. */
	int maxRequestSize();

	/** The place of a request, by what precedes its body, or what to answer to it. */
	RequestAdmission admit(String method, @Nullable String contentType, long contentLength);

	/** Refuse a body that is too large. */
	EndpointResponse refuseBody();

	/** Refuse a body for which there is no room. */
	EndpointResponse refuseForNow();

	/** Handle a request. The future never completes exceptionally. */
	CompletableFuture<EndpointResponse> handle(byte[] request, RequestAdmission admission);

	/** An answer could not be written. */
	void undelivered(EndpointResponse response);

	static HttpEndpoint of(RequestReplyEndpoint endpoint) {
		return new HttpEndpoint() {

			@Override
			public int maxRequestSize() {
				return endpoint.maxRequestSize();
			}

			@Override
			public RequestAdmission admit(String method, @Nullable String contentType, long contentLength) {
				return endpoint.admit(method, contentType, contentLength);
			}

			@Override
			public EndpointResponse refuseBody() {
				return endpoint.refuseBody();
			}

			@Override
			public EndpointResponse refuseForNow() {
				return endpoint.refuseForNow();
			}

			@Override
			public CompletableFuture<EndpointResponse> handle(byte[] request, RequestAdmission admission) {
				return endpoint.handle(request, admission);
			}

			@Override
			public void undelivered(EndpointResponse response) {
				endpoint.undelivered(response);
			}

		};
	}

}
