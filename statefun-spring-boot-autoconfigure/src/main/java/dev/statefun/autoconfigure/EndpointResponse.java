package dev.statefun.autoconfigure;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import org.jspecify.annotations.Nullable;

/**
 * What is to be answered to a request, on whichever transport: with the content type
 * {@code application/octet-stream} and the length of the body if the status is 200, with
 * an empty body otherwise, and with the header {@code Allow: POST} if it is 405.
 *
 * @param status the HTTP status
 * @param body the body
 * @param target the function instance that was called, or {@code null} if none was
 */
record EndpointResponse(int status, ByteString body, @Nullable Address target) {

	static final int OK = 200;

	static final int BAD_REQUEST = 400;

	static final int METHOD_NOT_ALLOWED = 405;

	static final int CONTENT_TOO_LARGE = 413;

	static final int UNSUPPORTED_MEDIA_TYPE = 415;

	static final int INTERNAL_SERVER_ERROR = 500;

	static EndpointResponse of(Address target, ByteString body) {
		return new EndpointResponse(OK, body, target);
	}

	static EndpointResponse refusal(int status) {
		return new EndpointResponse(status, ByteString.EMPTY, null);
	}

}
