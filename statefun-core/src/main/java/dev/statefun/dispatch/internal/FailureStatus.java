package dev.statefun.dispatch.internal;

import dev.statefun.protocol.internal.MalformedRequestException;

/**
 * The HTTP status for a request that was not handled. It is the same on every transport.
 */
public final class FailureStatus {

	private static final int BAD_REQUEST = 400;

	private static final int INTERNAL_SERVER_ERROR = 500;

	private static final int SERVICE_UNAVAILABLE = 503;

	private FailureStatus() {
	}

	/**
	 * Find the status.
	 * @param ex why the request was not handled
	 * @return 400 for bytes that no engine sends. Otherwise 503 or 500, after which the
	 * engine sends the request again
	 */
	public static int of(Throwable ex) {
		if (ex instanceof MalformedRequestException) {
			return BAD_REQUEST;
		}
		boolean later = ex instanceof BusyInstanceException || UndecidedProtocolException.isIn(ex);
		return later ? SERVICE_UNAVAILABLE : INTERNAL_SERVER_ERROR;
	}

}
