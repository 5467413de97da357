package dev.statefun;

import java.time.Duration;

/**
 * When the engine forgets the value of a state.
 *
 * @param mode what starts the time to live anew
 * @param timeToLive for how long the value is kept, in milliseconds at the finest; zero
 * if it is kept for ever
 * @since 0.1.0
 */
public record Expiration(Mode mode, Duration timeToLive) {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

	private static final Expiration NONE = new Expiration(Mode.NONE, Duration.ZERO);

	/**
	 * Create an expiration.
	 * @param mode what starts the time to live anew
	 * @param timeToLive for how long the value is kept
	 * @throws IllegalArgumentException if a value is to expire after less than a
	 * millisecond or after more milliseconds than a {@code long} holds, or is to be kept
	 * for ever and has a time to live
	 */
	public Expiration {
		boolean valid = (mode == Mode.NONE) ? timeToLive.isZero()
				: timeToLive.compareTo(SHORTEST) >= 0 && timeToLive.compareTo(LONGEST) <= 0;
		if (!valid) {
			throw new IllegalArgumentException(
					"A state with expiration mode %s cannot have the time to live %s".formatted(mode, timeToLive));
		}
	}

	/**
	 * The value is kept for ever.
	 * @return no expiration
	 */
	public static Expiration none() {
		return NONE;
	}

	/**
	 * The value is kept until it was not written for a while.
	 * @param timeToLive for how long
	 * @return the expiration
	 * @throws IllegalArgumentException if it is less than a millisecond, or more
	 * milliseconds than a {@code long} holds
	 */
	public static Expiration afterWrite(Duration timeToLive) {
		return new Expiration(Mode.AFTER_WRITE, timeToLive);
	}

	/**
	 * The value is kept until the function instance was not invoked for a while.
	 * @param timeToLive for how long
	 * @return the expiration
	 * @throws IllegalArgumentException if it is less than a millisecond, or more
	 * milliseconds than a {@code long} holds
	 */
	public static Expiration afterInvoke(Duration timeToLive) {
		return new Expiration(Mode.AFTER_INVOKE, timeToLive);
	}

	/**
	 * The event that starts the time to live anew.
	 *
	 * @since 0.1.0
	 */
	public enum Mode {

		/** Nothing: the value never expires. */
		NONE,

		/** Each write of the value. */
		AFTER_WRITE,

		/** Each invocation of the function instance, whether it writes or not. */
		AFTER_INVOKE

	}

}
