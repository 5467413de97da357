package dev.statefun.type;

/**
 * A Java class that no type is known for.
 *
 * @since 0.1.0
 */
public final class UnknownTypeException extends RuntimeException {

	private final String problem;

	private final String remedy;

	UnknownTypeException(String problem, String remedy) {
		super(problem + ". " + remedy);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * The problem.
	 * @return a clause that names the class
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * The remedy.
	 * @return a clause
	 */
	public String remedy() {
		return this.remedy;
	}

}
