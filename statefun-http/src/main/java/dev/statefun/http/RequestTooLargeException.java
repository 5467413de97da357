package dev.statefun.http;

import org.springframework.util.unit.DataSize;

/**
 * A request is larger than the application allows.
 *
 * @since 0.1.0
 */
public final class RequestTooLargeException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param limit how many bytes a request may have
	 */
	public RequestTooLargeException(int limit) {
		super("A request of the engine is larger than the %s that statefun.max-request-size allows: raise it, or lower maxNumBatchRequests in the module file"
			.formatted(DataSize.ofBytes(limit)));
	}

}
