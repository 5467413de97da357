package dev.statefun.test;

import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * What can go wrong between an engine and an application, to show that functions bear it.
 * Nothing of it changes what a function sends or stores in the end, as long as the
 * function depends on nothing but its message, its state and its context; what it does
 * elsewhere (in fields, databases, other services) happens again. Not for use by several
 * threads.
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
	 * Have the next deliveries fail: each time the function handles the request, but the
	 * engine does not get the answer, and so sends the same request again, with the state
	 * of before.
	 * @param deliveries how many deliveries, each of a retry counting as one
	 * @return these drills
	 * @throws IllegalArgumentException if it is negative
	 */
	public Drills failNext(int deliveries) {
		this.failures = notNegative(deliveries);
		return this;
	}

	/**
	 * Have each of the next requests handled twice, as happens when the engine fails
	 * after it has got the answer, before its transaction commits: the effects of the
	 * first time are undone.
	 * @param requests how many requests
	 * @return these drills
	 * @throws IllegalArgumentException if it is negative
	 */
	public Drills deliverTwice(int requests) {
		this.twice = notNegative(requests);
		return this;
	}

	/**
	 * Have the engine restart between two requests: it goes back to a checkpoint that it
	 * took when messages began to be delivered, with all that functions have done since,
	 * and delivers again. It has then forgotten what states functions have, and asks.
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
