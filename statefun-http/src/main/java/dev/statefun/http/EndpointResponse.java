package dev.statefun.http;

import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationResult;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request, on any transport. With status 200 it has the content type
 * {@code application/octet-stream} and the length of the body. All others have an empty
 * body, and some have {@linkplain #headers() further headers}.
 *
 * @param status the HTTP status
 * @param body the body
 * @param target the function instance that was called, or {@code null} if none was
 * @param result the effects in the body, or {@code null} if it is empty
 * @since 0.1.0
 */
public record EndpointResponse(int status, ByteString body, @Nullable Address target,
		@Nullable InvocationResult result) {

	/** The request was handled. */
	public static final int OK = 200;

	/** The request is malformed. */
	public static final int BAD_REQUEST = 400;

	/** The host is another than those allowed. */
	public static final int FORBIDDEN = 403;

	/** Nothing is there, or the secret is another. */
	public static final int NOT_FOUND = 404;

	/** The method is not POST. */
	public static final int METHOD_NOT_ALLOWED = 405;

	/** The request has arrived too slowly. */
	public static final int REQUEST_TIMEOUT = 408;

	/** The request is larger than allowed. */
	public static final int CONTENT_TOO_LARGE = 413;

	/** The content type is another, or there is none. */
	public static final int UNSUPPORTED_MEDIA_TYPE = 415;

	/** There are too many requests in progress, and this one is to be sent again. */
	public static final int TOO_MANY_REQUESTS = 429;

	/** The request failed, and is to be sent again. */
	public static final int INTERNAL_SERVER_ERROR = 500;

	/** The request cannot be handled now, or here, and is to be sent again. */
	public static final int SERVICE_UNAVAILABLE = 503;

	private static final Map<String, String> ALLOW_HEADER = Map.of("Allow", RequestReplyEndpoint.METHOD);

	private static final Map<String, String> CLOSE_HEADER = Map.of("Connection", "close");

	/**
	 * An answer with the effects of a request.
	 * @param target the function instance that was called
	 * @param result the effects
	 * @param body the effects in the form in which they travel
	 * @return the answer
	 */
	public static EndpointResponse of(Address target, InvocationResult result, ByteString body) {
		return new EndpointResponse(OK, body, target, result);
	}

	/**
	 * An answer without effects.
	 * @param status the HTTP status
	 * @return the answer
	 */
	public static EndpointResponse refusal(int status) {
		return new EndpointResponse(status, ByteString.EMPTY, null, null);
	}

	/**
	 * Return the headers that the status asks for, beside the content type and the
	 * length. An answer with status 405 says which method is allowed.
	 * @return {@code Allow: POST}, {@code Connection: close} if the answer
	 * {@linkplain #closesConnection() closes the connection}, or nothing
	 */
	public Map<String, String> headers() {
		if (this.status == METHOD_NOT_ALLOWED) {
			return ALLOW_HEADER;
		}
		return closesConnection() ? CLOSE_HEADER : Map.of();
	}

	/**
	 * Whether the connection ends with this answer. After status 503, the engine sends
	 * the request again on a new connection, which may lead to another instance of the
	 * application. After status 408, the rest of the request is not read.
	 * @return whether the connection is to be closed
	 */
	public boolean closesConnection() {
		return this.status == SERVICE_UNAVAILABLE || this.status == REQUEST_TIMEOUT;
	}

	/**
	 * Give back the memory of the body, which another answer then overwrites. A transport
	 * calls this at most once, after it has written the whole body.
	 */
	public void release() {
		if (this.result != null) {
			this.result.release();
		}
	}

}
