package dev.statefun.http.netty;

import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The context of the observation of one HTTP request of the lean server. The carrier is
 * the first line and the headers of the request. The response is the status of the
 * answer, or {@code null} if there is none.
 *
 * @since 0.1.0
 */
public final class HttpObservationContext extends RequestReplyReceiverContext<HttpRequest, HttpResponseStatus> {

	private final HttpRequest request;

	private final String pathPattern;

	/**
	 * Create a context.
	 * @param request the first line and the headers of the request
	 * @param pathPattern the path of the endpoint, with a variable in place of the secret
	 */
	public HttpObservationContext(HttpRequest request, String pathPattern) {
		super((carrier, name) -> carrier.headers().get(name));
		setCarrier(request);
		this.request = request;
		this.pathPattern = pathPattern;
	}

	/**
	 * The request.
	 * @return its first line and its headers
	 */
	public HttpRequest request() {
		return this.request;
	}

	/**
	 * The path of the endpoint, with a variable in place of the secret.
	 * @return the pattern
	 */
	public String pathPattern() {
		return this.pathPattern;
	}

}
