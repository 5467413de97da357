package dev.statefun.type;

/**
 * A Java class that no type is known for.
 *
 * @since 0.1.0
 */
public final class UnknownTypeException extends RuntimeException {

	private final String description;

	private final String action;

	/**
	 * Create an exception. A {@link TypeFactory} throws it if it knows the class, but
	 * cannot make its type.
	 * @param description a clause that names the problem, without a full stop
	 * @param action a clause that tells what to do about it, without a full stop
	 */
	public UnknownTypeException(String description, String action) {
		super(description + ". " + action);
		this.description = description;
		this.action = action;
	}

	/**
	 * Describe the problem.
	 * @return a clause that names the class
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Tell what to do about it.
	 * @return a clause
	 */
	public String action() {
		return this.action;
	}

}
