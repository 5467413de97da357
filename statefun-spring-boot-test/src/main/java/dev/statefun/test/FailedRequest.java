package dev.statefun.test;

import java.util.List;

import dev.statefun.Address;

/**
 * A request whose messages could not be handled, so that none of them took effect.
 *
 * @param target whom the messages were for
 * @param messages the messages of the request, in order
 * @param failure why, as the engine would be refused; its cause is what the function
 * threw
 * @since 0.1.0
 */
public record FailedRequest(Address target, List<CapturedValue> messages, Throwable failure) {

	/** Throw the first failure, if there is one, with the others as suppressed ones. */
	static void throwFirst(List<FailedRequest> failures) {
		if (failures.isEmpty()) {
			return;
		}
		Throwable first = failures.get(0).failure();
		failures.stream()
			.skip(1)
			.map(FailedRequest::failure)
			.filter((other) -> other != first)
			.forEach(first::addSuppressed);
		if (first instanceof RuntimeException exception) {
			throw exception;
		}
		if (first instanceof Error error) {
			throw error;
		}
		throw new IllegalStateException(String.valueOf(first.getMessage()), first);
	}

	/**
	 * Return the exception of the function.
	 * @return the cause of the failure, or the failure itself if it was not the function
	 */
	public Throwable cause() {
		Throwable cause = this.failure.getCause();
		return (cause != null) ? cause : this.failure;
	}

	/**
	 * Return the failure as text.
	 * @return whom and why
	 */
	@Override
	public String toString() {
		return "%s: %s".formatted(this.target, this.failure.getMessage());
	}

}
