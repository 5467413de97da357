package dev.statefun.autoconfigure.client;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import dev.statefun.client.internal.ClientNames;
import dev.statefun.client.internal.ClientSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Properties of the client of functions.
 *
 * @param name Name of the client, from which the names of its gateway and its egress
 * derive. Two applications on one engine need two names. By default
 * spring.application.name, or application.
 * @param targets Functions that may be asked, such as demo/greeter or demo/*. By default
 * those of the application itself.
 * @param timeout How long an ask waits for its answer.
 * @param retention How long the engine keeps an answer, and so how long an idempotency
 * key holds.
 * @param maxAsksInFlight How many asks may wait for answers at once. Further ones fail.
 * @param waitForCheckpoint Whether an answer waits for the checkpoint that has the
 * effects of the ask. It is slower, and no failure of the engine changes the answer.
 * @param gateway Whether the application serves the gateway, a function that asks on
 * behalf of clients. By default it does, unless the client is on Kafka and the
 * application has no functions: then it uses the gateway of another application.
 */
@ConfigurationProperties("statefun.client")
record StatefunClientProperties(@Nullable String name, @DefaultValue List<String> targets,
		@DefaultValue("30s") Duration timeout, @DefaultValue("1h") Duration retention,
		@DefaultValue("10000") int maxAsksInFlight, @DefaultValue("false") boolean waitForCheckpoint,
		@Nullable Boolean gateway) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

	private static final Pattern TARGET = Pattern.compile("\\S+/(\\*|[^\\s/*]+)");

	private static final Duration SHORTEST = Duration.ofMillis(1);

	/** It is more than anybody waits, and its nanoseconds are a number of 63 bits. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	StatefunClientProperties {
		if (name != null && !NAME.matcher(name).matches()) {
			throw invalid("name", name, "It must consist of letters, digits, dots, hyphens and underscores.");
		}
		for (String target : targets) {
			if (!TARGET.matcher(target).matches()) {
				throw invalid("targets", target,
						"It must be the type of a function, namespace/name, or namespace/* for all of a namespace.");
			}
		}
		check("timeout", timeout);
		check("retention", retention);
		if (maxAsksInFlight <= 0) {
			throw invalid("max-asks-in-flight", maxAsksInFlight, "It must be at least 1.");
		}
	}

	private static void check(String name, Duration duration) {
		if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
			throw invalid(name, duration, "It must be at least 1ms, and at most 36500 days.");
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("statefun.client." + name, value, reason);
	}

	/**
	 * Characters of an application's name that engines or URLs may not take become
	 * hyphens.
	 */
	ClientSettings toSettings(@Nullable String applicationName) {
		String derived = StringUtils.hasText(applicationName) ? applicationName.replaceAll("[^A-Za-z0-9._-]", "-")
				: "application";
		return new ClientSettings(new ClientNames((this.name != null) ? this.name : derived), this.timeout,
				this.maxAsksInFlight, this.retention, this.waitForCheckpoint, this.gateway);
	}

}
