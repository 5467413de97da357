package dev.statefun.http.internal;

/**
 * Decides how much memory the body of a request gets. A short body gets an array of its
 * length. A long one gets memory as it arrives, at most twice as much as has arrived,
 * whatever length was promised.
 */
public final class BodyCapacity {

	/** How much memory a promised length gets before anything has arrived. */
	private static final int PROMISED = 1 << 20;

	private static final int UNKNOWN_LENGTH = 8 << 10;

	private BodyCapacity() {
	}

	/**
	 * Return the capacity before anything has arrived.
	 * @param contentLength the length of the body, negative if it is unknown
	 * @param limit the largest length of the body
	 * @return the number of bytes, at most the limit
	 */
	public static int initial(long contentLength, int limit) {
		return Math.min(limit, (contentLength >= 0) ? PROMISED : UNKNOWN_LENGTH);
	}

	/**
	 * Return a larger capacity.
	 * @param capacity the present capacity
	 * @param needed how many bytes have to fit, at most the limit
	 * @param limit the largest length of the body
	 * @return the number of bytes, at most the limit
	 */
	public static int grown(int capacity, int needed, int limit) {
		return (int) Math.min(Math.max(2L * capacity, needed), limit);
	}

}
