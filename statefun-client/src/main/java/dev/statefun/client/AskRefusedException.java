package dev.statefun.client;

import dev.statefun.Address;

/**
 * The ask did not reach the function: the function is not among
 * {@code statefun.client.targets}, the idempotency key belongs to another question, or
 * too many asks wait for answers.
 *
 * @since 0.1.0
 */
public final class AskRefusedException extends AskException {

	/**
	 * Create an exception.
	 * @param target who was to be asked
	 * @param reason why the ask was refused, and what to do about it
	 */
	public AskRefusedException(Address target, String reason) {
		super(target, "%s was not asked: %s".formatted(target, reason));
	}

}
