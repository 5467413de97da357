package dev.statefun.client;

import dev.statefun.Address;

/**
 * The function cannot handle the message and never will, its error rules gave the message
 * up, or its reply cannot be read. The message had no effects.
 *
 * @since 0.1.0
 */
public final class AskFailedException extends AskException {

	private final String exceptionType;

	private final String exceptionMessage;

	/**
	 * Create an exception.
	 * @param target who was asked
	 * @param exceptionType the name of the class of the function's exception
	 * @param exceptionMessage the message of that exception, possibly empty
	 */
	public AskFailedException(Address target, String exceptionType, String exceptionMessage) {
		super(target, "%s could not handle what it was asked: %s%s".formatted(target, exceptionType,
				exceptionMessage.isEmpty() ? "" : ": " + exceptionMessage));
		this.exceptionType = exceptionType;
		this.exceptionMessage = exceptionMessage;
	}

	/**
	 * The name of the class of the function's exception. The class need not exist here.
	 * @return the name
	 */
	public String exceptionType() {
		return this.exceptionType;
	}

	/**
	 * The message of the function's exception.
	 * @return the message, possibly empty
	 */
	public String exceptionMessage() {
		return this.exceptionMessage;
	}

}
