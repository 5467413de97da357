package dev.statefun.autoconfigure.server;

import io.netty.handler.codec.http.HttpMethod;

/**
 * Is told of each answer.
 */
interface RequestMetrics {

	/** When there is nobody to tell. */
	RequestMetrics NONE = new RequestMetrics() {

		@Override
		public long now() {
			return 0;
		}

		@Override
		public void answered(HttpMethod method, int status, long startNanos) {
		}

	};

	/** When a request begins, in nanoseconds of whichever clock. */
	long now();

	/**
	 * A request was answered.
	 * @param method its method
	 * @param status the HTTP status
	 * @param startNanos when it began
	 */
	void answered(HttpMethod method, int status, long startNanos);

}
