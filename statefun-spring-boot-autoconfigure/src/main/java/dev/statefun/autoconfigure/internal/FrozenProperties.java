package dev.statefun.autoconfigure.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * The properties that decide which beans there are, as they were when the application was
 * processed ahead of time. A change of them has no effect until it is processed again.
 *
 * @param values one property on each line, as {@code name=value}
 */
public record FrozenProperties(String values) {

	/** The name of the bean, which only an application processed ahead of time has. */
	public static final String BEAN_NAME = "statefunFrozenProperties";

	private static final String UNSET = "not set";

	/** These only have to be set. */
	private static final List<String> PRESENT = List.of("statefun.server.port", "statefun.server.unix-domain-socket",
			"statefun.client.kafka.ingress-topic", "statefun.client.kafka.egress-topic");

	/** The others, with their defaults. */
	private static final Map<String, String> DEFAULTS = Map.of("statefun.enabled", "true", "statefun.server.exclusive",
			"true", "statefun.tomcat.enabled", "true", "statefun.embedded-engine.enabled", "true",
			"statefun.console.enabled", UNSET, "statefun.observations.enabled", UNSET,
			"statefun.observations.log-correlation", "true", "statefun.observations.propagate", "false");

	/**
	 * Record the properties as they are.
	 * @param environment has them
	 * @return the record
	 */
	public static FrozenProperties of(PropertyResolver environment) {
		List<String> lines = new ArrayList<>();
		current(environment).forEach((name, value) -> lines.add(name + "=" + value));
		return new FrozenProperties(String.join("\n", lines));
	}

	private static Map<String, String> current(PropertyResolver environment) {
		Map<String, String> current = new LinkedHashMap<>();
		for (String name : PRESENT) {
			current.put(name, StringUtils.hasText(environment.getProperty(name)) ? "set" : UNSET);
		}
		DEFAULTS.forEach((name, value) -> {
			String configured = environment.getProperty(name);
			current.put(name, StringUtils.hasText(configured) ? configured : value);
		});
		return current;
	}

	/**
	 * Find the properties that have changed.
	 * @param environment has them as they are now
	 * @return for each what it was, and what it is
	 */
	public List<String> changes(PropertyResolver environment) {
		List<String> changes = new ArrayList<>();
		Map<String, String> current = current(environment);
		this.values.lines().forEach((line) -> {
			String name = line.substring(0, line.indexOf('='));
			String was = line.substring(name.length() + 1);
			String is = current.get(name);
			if (is != null && !is.equalsIgnoreCase(was)) {
				changes.add("%s was %s, and is %s".formatted(name, was, is));
			}
		});
		return changes;
	}

}
