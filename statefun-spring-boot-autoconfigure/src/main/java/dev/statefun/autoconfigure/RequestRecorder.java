package dev.statefun.autoconfigure;

import dev.statefun.protocol.InvocationBatch;

/**
 * Is told of requests, for metrics. It is called by many threads.
 */
interface RequestRecorder {

	/** When there is nobody to tell. */
	RequestRecorder NONE = new RequestRecorder() {

		@Override
		public Recording begin(int size) {
			return Recording.NONE;
		}

		@Override
		public void rejected(Rejection reason) {
		}

	};

	/**
	 * A request begins to be handled.
	 * @param size how many bytes it has
	 */
	Recording begin(int size);

	/** A request is refused before a function has it. */
	void rejected(Rejection reason);

	/**
	 * Why a request is refused.
	 */
	enum Rejection {

		METHOD, CONTENT_TYPE, TOO_LARGE, MALFORMED, PROTOCOL, BUSY, OVERLOADED, CLOSED, IO

	}

	/**
	 * One request.
	 */
	interface Recording {

		/** When there is nobody to tell. */
		Recording NONE = new Recording() {

			@Override
			public void decoded(InvocationBatch batch) {
			}

			@Override
			public EndpointResponse answered(EndpointResponse response) {
				return response;
			}

		};

		/** The request could be read. */
		void decoded(InvocationBatch batch);

		/**
		 * The answer is there.
		 * @return the answer, as it was passed
		 */
		EndpointResponse answered(EndpointResponse response);

	}

}
