package dev.statefun.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Rules that come from several property sources. Spring Boot binds a list from the first
 * source that has elements of it. So a variable that only changes the action of a rule
 * removes its conditions, and the rule would match everything.
 */
final class ReplacedRules {

	private static final Pattern RULE = Pattern.compile("statefun\\.errors\\.rules\\[(\\d+)]\\.([a-z]+).*");

	private static final List<String> CONDITIONS = List.of("exceptions", "messagetypes", "functions", "permanent");

	private @Nullable String first;

	/** Whether rules of the first source have a condition, by their indexes. */
	private final Map<Integer, Boolean> conditional = new TreeMap<>();

	/** Sources of rules that had conditions, by the indexes of the rules. */
	private final Map<Integer, String> replaced = new TreeMap<>();

	static boolean isRule(String form) {
		return form.startsWith("statefun.errors.rules");
	}

	/**
	 * Add a property.
	 * @param source the name of its source; sources come in the order of their precedence
	 * @param form the form of its name
	 */
	void add(String source, String form) {
		Matcher rule = RULE.matcher(form);
		if (!rule.matches()) {
			return;
		}
		int index = Integer.parseInt(rule.group(1));
		boolean condition = CONDITIONS.contains(rule.group(2));
		if (this.first == null) {
			this.first = source;
		}
		if (this.first.equals(source)) {
			this.conditional.merge(index, condition, Boolean::logicalOr);
		}
		else if (condition) {
			this.replaced.putIfAbsent(index, source);
		}
	}

	List<String> problems() {
		List<String> problems = new ArrayList<>();
		this.conditional.forEach((index, hasCondition) -> {
			String source = this.replaced.get(index);
			if (!hasCondition && source != null) {
				problems.add("statefun.errors.rules[%d] (%s) replaces that of %s".formatted(index, this.first, source));
			}
		});
		return problems;
	}

}
