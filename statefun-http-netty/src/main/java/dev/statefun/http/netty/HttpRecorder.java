package dev.statefun.http.netty;

import java.util.concurrent.Executor;

import io.netty.handler.codec.http.HttpMethod;

/**
 * Records the HTTP requests of the server, for metrics. Many threads call it.
 *
 * @since 0.1.0
 */
public interface HttpRecorder {

	/** Records nothing. */
	HttpRecorder NONE = new HttpRecorder() {

		@Override
		public long now() {
			return 0;
		}

		@Override
		public void answered(HttpMethod method, int status, long startNanos) {
		}

	};

	/**
	 * Watch the threads that run functions which take long.
	 * @param workers the threads of a server that starts
	 */
	default void watch(Executor workers) {
	}

	/**
	 * Tell the time at the beginning of a request.
	 * @return the time in nanoseconds, of any clock
	 */
	long now();

	/**
	 * Record that a request was answered.
	 * @param method its method
	 * @param status the HTTP status
	 * @param startNanos the time at its beginning
	 */
	void answered(HttpMethod method, int status, long startNanos);

}
