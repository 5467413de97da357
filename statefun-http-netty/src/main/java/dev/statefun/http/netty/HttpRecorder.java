package dev.statefun.http.netty;

import io.netty.handler.codec.http.HttpRequest;

/**
 * Records the HTTP requests of the lean server, for metrics and traces. Many threads call
 * it.
 *
 * @since 0.1.0
 * @see HttpMeters
 * @see HttpObservations
 */
@FunctionalInterface
public interface HttpRecorder {

	/** Records nothing. */
	HttpRecorder NONE = (request) -> Recording.NONE;

	/**
	 * Begin to record a request. Its first line and its headers have arrived, its body
	 * has not.
	 * @param request the first line and the headers
	 * @return the recording of this request
	 */
	Recording begin(HttpRequest request);

	/**
	 * Records one request. One thread at a time calls it, and not always the same one.
	 *
	 * @since 0.1.0
	 */
	interface Recording {

		/** Records nothing. */
		Recording NONE = (status) -> {
		};

		/**
		 * A recording can surround the handling, for example with the scope of a span.
		 * Functions run in this call, unless they are asynchronous. The server does not
		 * call it for requests that it refuses.
		 * @param handling handles the request, and throws no exception
		 */
		default void handle(Runnable handling) {
			handling.run();
		}

		/**
		 * Record the answer, and end the recording.
		 * @param status the HTTP status
		 */
		void answered(int status);

		/**
		 * The request gets no answer, since the client has closed the connection before
		 * it had sent all of the request. This ends the recording.
		 */
		default void abandoned() {
		}

	}

}
