package dev.statefun.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The names of environment variables that are keys of rules. Spring Boot takes
 * {@code STATEFUN_ERRORS_RULES_0_MESSAGETYPES} and {@code ..._MESSAGE_TYPES}.
 */
final class RuleVariable {

	private static final Pattern KEY = Pattern.compile("statefun_errors_rules_(\\d+)_(.+?)(?:_(\\d+))?_?");

	/** Sections of a rule. Other underscores stand for dashes. */
	private static final Map<String, String> SECTIONS = Map.of("retry", "retry.", "deadletter", "deadletter.");

	private RuleVariable() {
	}

	/**
	 * Return the form of the property that a variable sets.
	 * @param name the name of an environment variable
	 * @return a form as {@link KnownProperties#form} makes it, or {@code null} if the
	 * variable is not a key of a rule
	 */
	static @Nullable String form(String name) {
		Matcher key = KEY.matcher(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"));
		if (!key.matches()) {
			return null;
		}
		String path = key.group(2).replace("_", "");
		for (Map.Entry<String, String> section : SECTIONS.entrySet()) {
			if (path.startsWith(section.getKey()) && path.length() > section.getKey().length()) {
				path = section.getValue() + path.substring(section.getKey().length());
			}
		}
		String index = (key.group(3) != null) ? "[" + key.group(3) + "]" : "";
		return "statefun.errors.rules[" + key.group(1) + "]." + path + index;
	}

}
