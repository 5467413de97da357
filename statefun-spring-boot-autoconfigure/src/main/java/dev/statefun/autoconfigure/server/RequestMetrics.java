package dev.statefun.autoconfigure.server;

import java.util.concurrent.Executor;

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

	/** Watch those who run functions that take long. */
	default Executor watch(Executor workers) {
		return workers;
	}

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
