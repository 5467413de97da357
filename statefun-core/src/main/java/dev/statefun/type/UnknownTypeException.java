package dev.statefun.type;

/**
 * A Java class that no type is known for.
 *
 * @since 0.1.0
 */
public class UnknownTypeException extends RuntimeException {

	private final String remedy;

	UnknownTypeException(String problem, String remedy) {
		super(problem + ". " + remedy);
		this.remedy = remedy;
	}

	/**
	 * What to do about it.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
