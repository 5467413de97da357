package dev.statefun.autoconfigure.error;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.statefun.autoconfigure.error.StatefunErrorProperties.Action;
import dev.statefun.autoconfigure.error.StatefunErrorProperties.DeadLetters;
import dev.statefun.autoconfigure.error.StatefunErrorProperties.Retry;
import dev.statefun.autoconfigure.error.StatefunErrorProperties.Rule;
import dev.statefun.error.DeadLetterDestination;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.error.internal.ErrorRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ExceptionTypeFilter;
import org.springframework.util.StringUtils;

/**
 * Makes handlers of the rules in properties, and says what is wrong with one.
 */
final class ErrorRules {

	private static final String PREFIX = "statefun.errors.";

	/** Spring adds and multiplies milliseconds without a check. */
	private static final Duration LONGEST = Duration.ofDays(36500);

	private final StatefunErrorProperties properties;

	private final ClassLoader classLoader;

	private final PropertyResolver environment;

	/**
	 * Create the rules.
	 * @param environment tells a condition that is empty from one that is not there
	 */
	ErrorRules(StatefunErrorProperties properties, ClassLoader classLoader, PropertyResolver environment) {
		this.properties = properties;
		this.classLoader = classLoader;
		this.environment = environment;
	}

	List<InvocationErrorHandler> handlers() {
		List<InvocationErrorHandler> handlers = new ArrayList<>();
		List<Rule> rules = this.properties.rules();
		for (int i = 0; i < rules.size(); i++) {
			handlers.add(handler(PREFIX + "rules[" + i + "].", rules.get(i)));
		}
		return handlers;
	}

	/** Where dead letters go that have no destination of their own. */
	@Nullable DeadLetterDestination destination() {
		DeadLetters deadLetters = this.properties.deadLetter();
		return (deadLetters != null) ? destination(PREFIX + "dead-letter.", deadLetters) : null;
	}

	private InvocationErrorHandler handler(String name, Rule rule) {
		requireNotBlank(name + "exceptions", rule.exceptions().isEmpty());
		requireNotBlank(name + "message-types", rule.messageTypes().isEmpty());
		requireNotBlank(name + "functions", rule.functions().isEmpty());
		requireNotBlank(name + "permanent", rule.permanent() == null);
		for (String function : rule.functions()) {
			if (!function.contains("*") && !function.contains("/")) {
				throw invalid(name + "functions", function,
						"It matches no function: write namespace/name, or a pattern such as demo/*.");
			}
		}
		ErrorAction action = action(name, rule);
		if (rule.retry() != null) {
			action = ErrorAction.retry(policy(name + "retry.", rule.retry())).then(action);
		}
		Set<Class<? extends Throwable>> exceptions = new LinkedHashSet<>();
		rule.exceptions().forEach((exception) -> exceptions.add(exception(name + "exceptions", exception)));
		return new ErrorRule(new ExceptionTypeFilter(exceptions, List.of(), true),
				rule.messageTypes().toArray(String[]::new), rule.functions().toArray(String[]::new), rule.permanent(),
				action);
	}

	/** An empty condition, as of a placeholder without a value, would always hold. */
	private void requireNotBlank(String name, boolean empty) {
		String value = this.environment.getProperty(name);
		if (empty && value != null && value.isBlank()) {
			throw invalid(name, "", "It is empty. Leave it out for a rule that matches all, or give it a value.");
		}
	}

	private Class<? extends Throwable> exception(String name, String className) {
		try {
			Class<?> type = ClassUtils.forName(className, this.classLoader);
			if (Throwable.class.isAssignableFrom(type)) {
				return type.asSubclass(Throwable.class);
			}
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw invalid(name, className, "There is no such class: write the full name of an exception class.");
		}
		throw invalid(name, className, "The class is not an exception.");
	}

	private ErrorAction action(String name, Rule rule) {
		if (rule.action() != Action.DEAD_LETTER) {
			if (rule.deadLetter() != null) {
				throw invalid(name + "action", rule.action(),
						"The rule says where a dead letter goes, so its action must be dead-letter.");
			}
			return (rule.action() == Action.SKIP) ? ErrorAction.skip() : ErrorAction.fail();
		}
		if (rule.deadLetter() != null) {
			return ErrorAction.deadLetter(destination(name + "dead-letter.", rule.deadLetter()));
		}
		if (this.properties.deadLetter() == null) {
			throw invalid(name + "action", rule.action(),
					"Nothing says where dead letters go: set statefun.errors.dead-letter.egress.");
		}
		return ErrorAction.deadLetter();
	}

	private static DeadLetterDestination destination(String name, DeadLetters deadLetters) {
		String egress = deadLetters.egress();
		if (!StringUtils.hasText(egress)) {
			throw invalid(name + "egress", egress, "It must name an egress of the engine, namespace/name.");
		}
		try {
			return (deadLetters.topic() != null) ? DeadLetterDestination.kafka(egress, deadLetters.topic())
					: DeadLetterDestination.egress(egress);
		}
		catch (IllegalArgumentException ex) {
			boolean topic = deadLetters.topic() != null && deadLetters.topic().isEmpty();
			throw invalid(name + (topic ? "topic" : "egress"), topic ? deadLetters.topic() : egress,
					ex.getMessage() + ".");
		}
	}

	private RetryPolicy policy(String name, Retry retry) {
		if (retry.maxRetries() < 1) {
			throw invalid(name + "max-retries", retry.maxRetries(), "There must be at least one.");
		}
		if (retry.multiplier() < 1) {
			throw invalid(name + "multiplier", retry.multiplier(), "It must be 1 or more.");
		}
		requireInRange(name + "delay", retry.delay());
		requireInRange(name + "jitter", retry.jitter());
		if (retry.delay().compareTo(this.properties.retryBudget()) > 0) {
			throw invalid(name + "delay", retry.delay(),
					"It is longer than statefun.errors.retry-budget (%s), so nothing would ever be tried again."
						.formatted(this.properties.retryBudget()));
		}
		RetryPolicy.Builder builder = RetryPolicy.builder()
			.maxRetries(retry.maxRetries())
			.delay(retry.delay())
			.multiplier(retry.multiplier())
			.jitter(retry.jitter());
		if (retry.maxDelay() != null) {
			if (retry.maxDelay().compareTo(retry.delay()) < 0 || retry.maxDelay().isZero()) {
				throw invalid(name + "max-delay", retry.maxDelay(), "It must not be less than delay, nor nothing.");
			}
			requireInRange(name + "max-delay", retry.maxDelay());
			builder.maxDelay(retry.maxDelay());
		}
		return builder.build();
	}

	private static void requireInRange(String name, Duration duration) {
		if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
			throw invalid(name, duration,
					"It must not be negative, nor more than %d days.".formatted(LONGEST.toDays()));
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(name, value, reason);
	}

}
