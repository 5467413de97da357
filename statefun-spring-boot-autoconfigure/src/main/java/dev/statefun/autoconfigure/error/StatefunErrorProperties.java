package dev.statefun.autoconfigure.error;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of what is done about invocations that fail, or take too long.
 *
 * @param rules What becomes of messages whose invocations fail. The first rule that
 * matches decides; without one the request fails, and the engine sends it again.
 * @param deadLetter Where dead letters go.
 * @param retryBudget How long a request may take for retries: once so much time has
 * passed since the first failure in it, no further attempt begins. It is to be less than
 * the engine waits for an answer; its okhttp transport sends a request again after 10
 * seconds.
 * @param invocationTimeout How long functions may take over one message, unless they say
 * so themselves. By default as long as they like.
 * @param maxThreads Maximum number of threads for functions that have a timeout, and for
 * retries. It does not apply to virtual threads.
 * @since 0.1.0
 */
@ConfigurationProperties("statefun.errors")
record StatefunErrorProperties(@DefaultValue List<Rule> rules, @Nullable DeadLetters deadLetter,
		@DefaultValue("8s") Duration retryBudget, @Nullable Duration invocationTimeout,
		@DefaultValue("200") int maxThreads) {

	StatefunErrorProperties {
		if (retryBudget.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("statefun.errors.retry-budget", retryBudget,
					"It must not be negative.");
		}
		if (invocationTimeout != null && (invocationTimeout.isNegative() || invocationTimeout.isZero())) {
			throw new InvalidConfigurationPropertyValueException("statefun.errors.invocation-timeout",
					invocationTimeout, "It must be more than nothing.");
		}
		if (maxThreads < 1) {
			throw new InvalidConfigurationPropertyValueException("statefun.errors.max-threads", maxThreads,
					"There must be at least one.");
		}
	}

	/**
	 * A rule about messages whose invocations fail. It matches if all of its conditions
	 * hold.
	 *
	 * @param exceptions Exception classes, of the failure or of one of its causes.
	 * Subclasses match, too.
	 * @param messageTypes Names of the types of messages, with * for any characters.
	 * @param functions Types of functions, with * for any characters.
	 * @param permanent Whether the message can never be handled: it cannot be decoded, or
	 * is not valid, or has no handler.
	 * @param retry How often and how soon the message is tried again, before the action.
	 * @param action What is done.
	 * @param deadLetter Where the dead letter goes, if not where others do.
	 * @since 0.1.0
	 */
	record Rule(@DefaultValue List<String> exceptions, @DefaultValue List<String> messageTypes,
			@DefaultValue List<String> functions, @Nullable Boolean permanent, @Nullable Retry retry,
			@DefaultValue("fail") Action action, @Nullable DeadLetters deadLetter) {

	}

	/**
	 * How often and how soon a message is tried again.
	 *
	 * @param maxRetries How often it is tried again.
	 * @param delay How long to wait before the first time.
	 * @param multiplier Factor by which the wait grows with each further retry.
	 * @param maxDelay How long to wait at most. By default there is no limit.
	 * @param jitter How much longer or shorter to wait, at random.
	 * @since 0.1.0
	 */
	record Retry(@DefaultValue("3") @Name("max-retries") long maxRetries, @DefaultValue("200ms") Duration delay,
			@DefaultValue("2") double multiplier, @Nullable Duration maxDelay, @DefaultValue("0") Duration jitter) {

	}

	/**
	 * Where dead letters go.
	 *
	 * @param egress Egress, namespace/name.
	 * @param topic Topic of a Kafka egress. Without it the egress gets values of the type
	 * of dead letters.
	 * @since 0.1.0
	 */
	record DeadLetters(@Nullable String egress, @Nullable String topic) {

	}

	/**
	 * The action that follows a failed invocation.
	 */
	enum Action {

		/** The request fails, and the engine sends it again. */
		FAIL,

		/** The message is left out. */
		SKIP,

		/** The message goes to where dead letters go. */
		DEAD_LETTER

	}

}
