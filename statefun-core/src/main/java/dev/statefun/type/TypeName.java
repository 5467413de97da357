package dev.statefun.type;

/**
 * A name of the form {@code namespace/name}: of a function type, a value type or an
 * egress. The namespace may itself contain slashes; the name is what follows the last
 * one.
 *
 * @param namespace what stands before the last slash, never empty
 * @param name what follows the last slash, never empty
 * @since 0.1.0
 */
public record TypeName(String namespace, String name) {

	/**
	 * Create a name of its two parts.
	 * @param namespace what stands before the last slash, without white space
	 * @param name what follows the last slash, without slash and white space
	 * @throws IllegalArgumentException if a part is empty or has a character that it must
	 * not have
	 */
	public TypeName {
		if (namespace.isEmpty() || name.isEmpty() || name.indexOf('/') >= 0 || hasWhitespace(namespace)
				|| hasWhitespace(name)) {
			throw malformed(namespace + "/" + name);
		}
	}

	/**
	 * Parse a name.
	 * @param text a text of the form {@code namespace/name}
	 * @return the name
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static TypeName parse(String text) {
		int slash = text.lastIndexOf('/');
		if (slash < 0) {
			throw malformed(text);
		}
		return new TypeName(text.substring(0, slash), text.substring(slash + 1));
	}

	private static boolean hasWhitespace(String part) {
		return part.chars().anyMatch(Character::isWhitespace);
	}

	private static IllegalArgumentException malformed(String text) {
		return new IllegalArgumentException(
				"'%s' is not a type name: it must have the form namespace/name, with neither part empty and no white space"
					.formatted(text));
	}

	/**
	 * Return the name as it is written.
	 * @return {@code namespace/name}
	 */
	@Override
	public String toString() {
		return this.namespace + "/" + this.name;
	}

}
