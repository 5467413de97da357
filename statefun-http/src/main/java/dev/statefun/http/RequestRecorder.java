package dev.statefun.http;

import dev.statefun.protocol.InvocationBatch;

/**
 * Records requests, for metrics. Many threads call it.
 *
 * @since 0.1.0
 */
public interface RequestRecorder {

	/** Records nothing. */
	RequestRecorder NONE = new RequestRecorder() {

		@Override
		public Recording begin(long size) {
			return Recording.NONE;
		}

		@Override
		public void rejected(Rejection reason) {
		}

	};

	/**
	 * Begin to record a request.
	 * @param size how many bytes its body has
	 * @return the recording, which ends with the answer
	 */
	Recording begin(long size);

	/**
	 * Record that a request was refused before a function got it.
	 * @param reason the reason
	 */
	void rejected(Rejection reason);

	/**
	 * Why a request is refused.
	 */
	enum Rejection {

		/** The method is not POST. */
		METHOD,

		/** The content type is not that of a request. */
		CONTENT_TYPE,

		/** The body is larger than allowed. */
		TOO_LARGE,

		/** The body arrives too slowly. */
		TOO_SLOW,

		/** The body is not a request of an engine. */
		MALFORMED,

		/**
		 * The values are of another protocol than the one that is spoken, or of both, or
		 * do not tell the protocol.
		 */
		PROTOCOL,

		/** The function instance is at work on another request. */
		BUSY,

		/** Too many requests, or too many bytes, are in progress. */
		OVERLOADED,

		/** The application takes no requests. */
		CLOSED,

		/** The body could not be received. */
		IO

	}

	/**
	 * Records one request.
	 */
	interface Recording {

		/** Records nothing. */
		Recording NONE = new Recording() {

			@Override
			public void decoded(InvocationBatch batch) {
			}

			@Override
			public EndpointResponse answered(EndpointResponse response) {
				return response;
			}

		};

		/**
		 * Record what the request is for.
		 * @param batch the request
		 */
		void decoded(InvocationBatch batch);

		/**
		 * Record the answer, and end the recording.
		 * @param response the answer
		 * @return the same answer
		 */
		EndpointResponse answered(EndpointResponse response);

	}

}
