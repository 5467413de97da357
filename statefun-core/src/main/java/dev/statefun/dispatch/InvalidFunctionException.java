package dev.statefun.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * A function is declared in a way that cannot work. The exception stops the startup of
 * the application.
 *
 * @since 0.1.0
 */
public final class InvalidFunctionException extends RuntimeException {

	private final String description;

	private final String action;

	private InvalidFunctionException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * Create an exception.
	 * @param description what is wrong with which bean and method, as sentences
	 * @param action what to do about it, as sentences
	 * @return the exception
	 */
	public static InvalidFunctionException of(String description, String action) {
		return new InvalidFunctionException(description, action, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param description what is wrong with which bean and method, as sentences
	 * @param action what to do about it, as sentences
	 * @param cause what was thrown first
	 * @return the exception
	 */
	public static InvalidFunctionException of(String description, String action, Throwable cause) {
		return new InvalidFunctionException(description, action, cause);
	}

	/**
	 * Describe the problem.
	 * @return sentences that name bean and method
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Tell what to do about it.
	 * @return sentences
	 */
	public String action() {
		return this.action;
	}

}
