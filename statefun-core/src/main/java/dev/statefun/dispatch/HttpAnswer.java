package dev.statefun.dispatch;

import dev.statefun.dispatch.internal.FailureStatus;

/**
 * The answer that an HTTP server gives to a request of the engine, see
 * {@link RequestReplyHandler#answer}. The content type of the answer is
 * {@code application/octet-stream}.
 *
 * @param status the HTTP status: 200 for effects, 400 for bytes that are not a request,
 * 503 while another request for the same instance is at work or the version of the
 * protocol is not known, and 500 for everything else that fails. The engine sends a
 * request again after 500 and 503
 * @param body the bytes of the effects, empty if the request has failed. The
 * {@code okhttp} transport of the engine leaks its connection if the answer to a failed
 * request has a body, or is chunked: send {@code Content-Length: 0}
 * @since 0.1.0
 */
public record HttpAnswer(int status, byte[] body) {

	private static final int OK = 200;

	static HttpAnswer of(byte[] body) {
		return new HttpAnswer(OK, body);
	}

	static HttpAnswer failed(Throwable ex) {
		return new HttpAnswer(FailureStatus.of(ex), new byte[0]);
	}

}
