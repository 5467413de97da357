package dev.statefun.error;

import java.time.Duration;

import dev.statefun.Address;
import dev.statefun.Message;
import dev.statefun.error.internal.Causes;
import org.jspecify.annotations.Nullable;

/**
 * A message that a function could not handle.
 *
 * @param self the function instance that it is for; its type is that of the function
 * @param caller the function that sent it, or {@code null} if it came from an ingress
 * @param message the message, not decoded
 * @param cause the exception of the handler or an interceptor
 * @param attempts how often it was tried within this request of the engine, at least
 * once. What the engine sends again is counted anew
 * @param elapsed the time since the first of these attempts failed, zero after the first
 * @since 0.1.0
 */
public record FailedInvocation(Address self, @Nullable Address caller, Message message, Throwable cause, int attempts,
		Duration elapsed) {

	/**
	 * Tell whether no further attempt can handle the message. Its payload cannot be
	 * decoded or is not valid, its type has no handler, or the application says so.
	 * @return whether the cause, or a cause of that, is a {@link PermanentFailure}
	 */
	public boolean isPermanent() {
		return Causes.find(this.cause, PermanentFailure.class::isInstance) != null;
	}

}
