package dev.statefun.test;

import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Failures between an engine and an application, to show that functions bear them. A
 * drill does not change what a function sends or stores in the end, if the function
 * depends only on its message, its state and its context. Effects elsewhere (in fields,
 * databases, other services) happen again. Not for use by several threads.
 *
 * @since 0.1.0
 * @see StatefunTestRuntime#drills()
 */
public final class Drills {

	private static final int ONE_IN = 4;

	private int failures;

	private int twice;

	private int requestsUntilRestart;

	private @Nullable SplittableRandom random;

	Drills() {
	}

	/**
	 * Let the next deliveries fail. The function handles each request, but the engine
	 * does not get the answer. So it sends the same request again, with the same state.
	 * @param deliveries how many deliveries, each of a retry counting as one
	 * @return these drills
	 * @throws IllegalArgumentException if it is negative
	 */
	public Drills failNext(int deliveries) {
		this.failures = notNegative(deliveries);
		return this;
	}

	/**
	 * Let each of the next requests be handled twice. This happens when the engine fails
	 * between the answer and the commit of its transaction. The effects of the first time
	 * are undone.
	 * @param requests how many requests
	 * @return these drills
	 * @throws IllegalArgumentException if it is negative
	 */
	public Drills deliverTwice(int requests) {
		this.twice = notNegative(requests);
		return this;
	}

	/**
	 * Restart the engine between two requests. It returns to the checkpoint from before
	 * the first delivery, undoes all effects since, and delivers again. After that it
	 * does not know which states functions have, and asks.
	 * @param requests after how many requests of the next delivery, at least one
	 * @return these drills
	 * @throws IllegalArgumentException if it is less than one
	 */
	public Drills restartAfter(int requests) {
		if (requests < 1) {
			throw new IllegalArgumentException("A restart comes after one request at least, not " + requests);
		}
		this.requestsUntilRestart = requests;
		return this;
	}

	/**
	 * Have every fourth request, at random, handled twice.
	 * @param seed what determines which ones
	 * @return these drills
	 */
	public Drills deliverTwiceAtRandom(long seed) {
		// Other choices than those of a shuffle by the same seed
		this.random = new SplittableRandom(~seed);
		return this;
	}

	private static int notNegative(int number) {
		if (number < 0) {
			throw new IllegalArgumentException("There cannot be %d of them".formatted(number));
		}
		return number;
	}

	/** How often the next request is handled in vain. */
	int vainAttempts() {
		int attempts = this.failures;
		this.failures = 0;
		if (this.twice > 0) {
			this.twice--;
			attempts++;
		}
		if (this.random != null && this.random.nextInt(ONE_IN) == 0) {
			attempts++;
		}
		return attempts;
	}

	boolean isRestartToCome() {
		return this.requestsUntilRestart > 0;
	}

	/** Count a request, and tell whether it was the last one before a restart. */
	boolean isRestartNow() {
		return this.requestsUntilRestart > 0 && --this.requestsUntilRestart == 0;
	}

	void reset() {
		this.failures = 0;
		this.twice = 0;
		this.requestsUntilRestart = 0;
		this.random = null;
	}

}
