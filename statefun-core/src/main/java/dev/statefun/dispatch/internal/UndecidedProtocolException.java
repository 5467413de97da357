package dev.statefun.dispatch.internal;

import dev.statefun.Address;
import dev.statefun.type.internal.LogText;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered before the version of the protocol is known. The
 * engine is to send it again. By then, another request may have told the version.
 */
public final class UndecidedProtocolException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param target the function instance
	 * @param cause why the version matters, or {@code null} if a state is missing
	 */
	public UndecidedProtocolException(Address target, @Nullable Throwable cause) {
		super("Nothing tells whether a request for %s, id '%s', is of the 2.x or of the 3.x protocol, since its messages have no values: set statefun.protocol to the one that the engine speaks"
			.formatted(LogText.name(target.type()), LogText.name(target.id())), cause);
	}

	/**
	 * Look for such an exception.
	 * @param ex why a request failed
	 * @return whether it is the exception or its cause
	 */
	public static boolean isIn(Throwable ex) {
		return ex instanceof UndecidedProtocolException || ex.getCause() instanceof UndecidedProtocolException;
	}

}
