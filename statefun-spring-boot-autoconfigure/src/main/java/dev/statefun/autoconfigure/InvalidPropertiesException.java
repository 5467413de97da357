package dev.statefun.autoconfigure;

/**
 * Properties below {@code statefun.} that would be ignored, or that would do something
 * else than they say.
 */
final class InvalidPropertiesException extends RuntimeException {

	private final String description;

	private final String action;

	private InvalidPropertiesException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	/**
	 * There are no such properties.
	 * @param problems each says which, where it is, and what may be meant
	 */
	static InvalidPropertiesException unknown(Iterable<String> problems) {
		return new InvalidPropertiesException(
				"There are no such properties below 'statefun.':%n%n%s%n".formatted(indented(problems)),
				"Correct or remove them. Properties of the application itself need another prefix.");
	}

	/**
	 * A source replaces rules of another one, and leaves out their conditions.
	 * @param problems each says which rule, and the sources
	 */
	static InvalidPropertiesException incompleteRules(Iterable<String> problems) {
		return new InvalidPropertiesException(
				"A rule without conditions replaces one that has some, since the rules of one source replace all rules of another:%n%n%s%n"
					.formatted(indented(problems)),
				"Repeat the conditions of the rule. If it is to match everything, say so with functions=*.");
	}

	/**
	 * Properties were changed after the application was processed ahead of time.
	 * @param problems each says which, what it was, and what it is
	 */
	static InvalidPropertiesException frozen(Iterable<String> problems) {
		return new InvalidPropertiesException(
				"The application was processed ahead of time, which has frozen these properties:%n%n%s%n"
					.formatted(indented(problems)),
				"Process it again with the properties as they are now, or start it with -Dspring.aot.enabled=false.");
	}

	private static String indented(Iterable<String> problems) {
		return "    " + String.join("%n    ".formatted(), problems);
	}

	String description() {
		return this.description;
	}

	String action() {
		return this.action;
	}

}
