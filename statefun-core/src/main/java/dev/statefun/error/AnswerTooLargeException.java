package dev.statefun.error;

import dev.statefun.Address;
import dev.statefun.type.internal.LogText;

/**
 * A message whose own effects have more bytes than the engine takes in an answer.
 *
 * @since 0.1.0
 */
public final class AnswerTooLargeException extends RuntimeException implements PermanentFailure {

	/**
	 * Create an exception.
	 * @param self the function instance
	 * @param size how many bytes the effects have
	 * @param limit how many bytes an answer may have
	 */
	public AnswerTooLargeException(Address self, long size, long limit) {
		super(("The states and messages of %s for id '%s' have %d bytes because of one message, but an answer may have %d"
				+ " (statefun.max-response-size). Keep large values elsewhere, or raise this limit and the engine's")
			.formatted(LogText.name(self.type()), LogText.name(self.id()), size, limit));
	}

}
