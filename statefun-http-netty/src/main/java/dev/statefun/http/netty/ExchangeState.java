package dev.statefun.http.netty;

/**
 * How far a request is.
 */
enum ExchangeState {

	/** It has not arrived. */
	WAITING,

	/** Its body is arriving. */
	READING,

	/** Its body is arriving, and of no interest. */
	SKIPPING,

	/** Functions have it. */
	CALLING,

	/** Its answer is being written. */
	ANSWERING,

	/** There will be no more of them. */
	LEAVING;

	/** Whether what arrives now is another request. */
	boolean isBusy() {
		return this == CALLING || this == ANSWERING;
	}

}
