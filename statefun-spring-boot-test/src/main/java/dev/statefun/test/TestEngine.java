package dev.statefun.test;

/**
 * The engines that a test can have.
 *
 * @since 0.1.0
 */
public enum TestEngine {

	/** An engine in memory, on a clock that only the test moves. */
	IN_MEMORY,

	/**
	 * The real engine in a JVM of its own. Its time is that of the machine, and it has no
	 * drills and no orders to choose from.
	 */
	EMBEDDED

}
