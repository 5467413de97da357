package dev.statefun.http.netty;

/**
 * A request to be handled on behalf of a connection, on one thread and then on another.
 */
interface Call {

	/** Run the functions, on a thread that they may block. */
	void run();

	/**
	 * Go on with the connection, in its event loop. If no thread could be had, the call
	 * has not been run.
	 */
	void finish();

}
