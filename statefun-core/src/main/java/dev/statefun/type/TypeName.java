package dev.statefun.type;

/**
 * A name of the form {@code namespace/name}: of a function type, a value type or an
 * egress. The namespace may itself contain slashes; the name is what follows the last
 * one. An engine of 3.x refuses such namespaces where its module file names functions. A
 * name that is written goes through {@link #parse}; one that is received is taken as it
 * is.
 *
 * @param namespace what stands before the last slash
 * @param name what follows the last slash
 * @since 0.1.0
 */
public record TypeName(String namespace, String name) {

	/**
	 * Parse a name.
	 * @param text a text of the form {@code namespace/name}
	 * @return the name
	 * @throws IllegalArgumentException if the text is not of that form, one of its parts
	 * is empty, or it has white space
	 */
	public static TypeName parse(String text) {
		int slash = text.lastIndexOf('/');
		if (slash < 0) {
			throw malformed(text);
		}
		TypeName typeName = new TypeName(text.substring(0, slash), text.substring(slash + 1));
		if (typeName.namespace.isEmpty() || typeName.name.isEmpty() || hasWhitespace(text)) {
			throw malformed(text);
		}
		return typeName;
	}

	private static boolean hasWhitespace(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isWhitespace(text.charAt(i))) {
				return true;
			}
		}
		return false;
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
