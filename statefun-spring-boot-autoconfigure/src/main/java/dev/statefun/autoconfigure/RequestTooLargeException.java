package dev.statefun.autoconfigure;

import org.springframework.util.unit.DataSize;

/**
 * A request that is larger than the application allows.
 */
final class RequestTooLargeException extends RuntimeException {

	RequestTooLargeException(int limit) {
		super("A request of the engine is larger than the %s that statefun.max-request-size allows: raise it, or lower maxNumBatchRequests in the module file"
			.formatted(DataSize.ofBytes(limit)));
	}

}
