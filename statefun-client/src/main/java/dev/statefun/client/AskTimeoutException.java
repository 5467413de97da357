package dev.statefun.client;

import java.time.Duration;

import dev.statefun.Address;
import org.jspecify.annotations.Nullable;

/**
 * There was no reply in time. Nothing is cancelled: the function may have handled the
 * message, or may handle it later. Ask again with the same idempotency key to learn more.
 *
 * @since 0.1.0
 */
public final class AskTimeoutException extends AskException {

	/**
	 * Create an exception.
	 * @param target who was asked
	 * @param timeout how long there was no reply
	 * @param key the idempotency key of the ask
	 */
	public AskTimeoutException(Address target, Duration timeout, String key) {
		this(target, timeout, key, null);
	}

	/**
	 * Create an exception.
	 * @param target who was asked
	 * @param timeout how long there was no reply
	 * @param key the idempotency key of the ask
	 * @param problem why answers cannot arrive, or {@code null} if that is not known
	 */
	public AskTimeoutException(Address target, Duration timeout, String key, @Nullable String problem) {
		super(target,
				("%s did not reply within %s. This cancels nothing: it may handle the message yet."
						+ " To ask again for the same answer, use the idempotency key '%s'%s")
					.formatted(target, timeout, key,
							(problem != null) ? ". No answers arrive at present: " + problem : ""));
	}

}
