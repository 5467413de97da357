package dev.statefun.http.internal;

/**
 * Decides how much memory the body of a request gets. It gets memory as it arrives, at
 * most twice as much as has arrived, whatever length was promised. A body that arrives
 * whole gets an array of its length.
 */
public final class BodyCapacity {

	private static final int LEAST = 8 << 10;

	private BodyCapacity() {
	}

	/**
	 * Return the capacity before anything has arrived.
	 * @param limit the largest length of the body
	 * @return the number of bytes, at most the limit
	 */
	public static int initial(int limit) {
		return Math.min(limit, LEAST);
	}

	/**
	 * Return a larger capacity, or the present one if that suffices.
	 * @param capacity the present capacity
	 * @param needed how many bytes have to fit, at most the limit
	 * @param limit the largest length of the body
	 * @return the number of bytes, at most the limit
	 */
	public static int grown(int capacity, int needed, int limit) {
		if (needed <= capacity) {
			return capacity;
		}
		return (int) Math.min(Math.max(Math.max(2L * capacity, needed), LEAST), limit);
	}

}
