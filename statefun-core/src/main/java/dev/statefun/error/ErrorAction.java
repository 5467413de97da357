package dev.statefun.error;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;

/**
 * The choice about a failed invocation.
 *
 * @since 0.1.0
 */
public sealed interface ErrorAction {

	/**
	 * Leave it to the next {@link InvocationErrorHandler}, or fail if there is none.
	 * @return the action
	 */
	static ErrorAction next() {
		return Next.INSTANCE;
	}

	/**
	 * Fail the request: nothing of it takes effect, and the engine sends it again, until
	 * that takes longer than its call timeout, and it fails its job.
	 * @return the action
	 */
	static ErrorAction fail() {
		return Fail.INSTANCE;
	}

	/**
	 * Try again, here, after a while. When the policy allows no more attempts, or the
	 * budget of the request for retries is spent, it is left to the next handler, unless
	 * {@link Retry#then} says otherwise.
	 * <p>
	 * The handler is asked after each failed attempt. The back-off of the first policy
	 * that it returns for a message goes on with that message; of later ones it counts
	 * whether they want to retry the cause.
	 * @param policy how often, how soon, and for how long since the first failure
	 * @return the action
	 */
	static Retry retry(RetryPolicy policy) {
		return new Retry(policy, next());
	}

	/**
	 * Go on without the message.
	 * @return the action
	 */
	static ErrorAction skip() {
		return Skip.INSTANCE;
	}

	/**
	 * Send the message, and why it failed, to the destination that is configured for all
	 * dead letters, and go on without it. Without such a destination the request fails.
	 * @return the action
	 */
	static ErrorAction deadLetter() {
		return new SendDeadLetter(null);
	}

	/**
	 * Send the message, and why it failed, to a destination, and go on without it.
	 * @param destination where it goes
	 * @return the action
	 */
	static ErrorAction deadLetter(DeadLetterDestination destination) {
		return new SendDeadLetter(destination);
	}

	/**
	 * Leave it to the next one.
	 *
	 * @since 0.1.0
	 */
	enum Next implements ErrorAction {

		/** The action. */
		INSTANCE

	}

	/**
	 * Fail the request.
	 *
	 * @since 0.1.0
	 */
	enum Fail implements ErrorAction {

		/** The action. */
		INSTANCE

	}

	/**
	 * Try again.
	 *
	 * @param policy how often, how soon, and for how long
	 * @param otherwise what is done when that is no longer possible
	 * @since 0.1.0
	 */
	record Retry(RetryPolicy policy, ErrorAction otherwise) implements ErrorAction {

		/**
		 * Create an action.
		 * @param policy how often, how soon, and for how long
		 * @param otherwise what is done when that is no longer possible
		 * @throws IllegalArgumentException if that would be to try again
		 */
		public Retry {
			if (otherwise instanceof Retry) {
				throw new IllegalArgumentException("When retrying is over, it cannot begin again");
			}
		}

		/**
		 * Choose what is done when the message cannot be tried again.
		 * @param action what is done then
		 * @return the action
		 * @throws IllegalArgumentException if that is to try again
		 */
		public Retry then(ErrorAction action) {
			return new Retry(this.policy, action);
		}

	}

	/**
	 * Go on without the message.
	 *
	 * @since 0.1.0
	 */
	enum Skip implements ErrorAction {

		/** The action. */
		INSTANCE

	}

	/**
	 * Send the message to a destination, and go on without it.
	 *
	 * @param destination where it goes, or {@code null} for where all go
	 * @since 0.1.0
	 */
	record SendDeadLetter(@Nullable DeadLetterDestination destination) implements ErrorAction {

	}

}
