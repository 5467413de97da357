package dev.statefun.type;

/**
 * A message that was to be read has no value, since its sender gave none. The SDKs of
 * JavaScript and Python, for example, send such a message for {@code null}.
 *
 * @since 0.1.0
 * @see TypedValue#hasValue()
 */
public final class MissingValueException extends SerializationException {

	/**
	 * Create an exception.
	 * @param typeName the name of the type of the message
	 */
	public MissingValueException(String typeName) {
		super("The message of %s has no value, since its sender gave none. Take it as a Message, and ask hasValue()"
			.formatted(typeName.isEmpty() ? "no type" : "type " + typeName));
	}

}
