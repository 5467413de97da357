package dev.statefun.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.type.TypeName;
import dev.statefun.type.internal.LogText;
import org.jspecify.annotations.Nullable;

/**
 * A request of the engine that could not be answered. None of its effects remain, and the
 * engine is to send it again.
 *
 * @since 0.1.0
 */
public final class RequestFailedException extends RuntimeException {

	private final Address target;

	private RequestFailedException(Address target, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.target = target;
	}

	/**
	 * Return whom the request was for.
	 * @return the function instance
	 */
	public Address target() {
		return this.target;
	}

	static RequestFailedException unknownFunction(Address target, Collection<TypeName> known) {
		return new RequestFailedException(target,
				"There is no function %s, for which id '%s' has messages. This application serves %s"
					.formatted(LogText.name(target.type()), LogText.name(target.id()), known),
				null);
	}

	static RequestFailedException missingStates(Address target, List<String> names) {
		return new RequestFailedException(target,
				"The engine did not send the states %s of %s for id '%s'. An engine of 2.x knows only those in the module file: add them there under 'states' of the function"
					.formatted(names, LogText.name(target.type()), LogText.name(target.id())),
				null);
	}

	/**
	 * A request that took too long.
	 * @param target the function instance
	 * @param timeout how long it was allowed to take
	 * @return the exception
	 */
	public static RequestFailedException timedOut(Address target, Duration timeout) {
		return new RequestFailedException(target, "%s did not handle a request for id '%s' within %s"
			.formatted(LogText.name(target.type()), LogText.name(target.id()), timeout), null);
	}

	static RequestFailedException unwritable(Address target, Throwable cause) {
		return new RequestFailedException(target,
				"%s has handled all messages for id '%s', but the answer cannot be written: %s"
					.formatted(LogText.name(target.type()), LogText.name(target.id()), LogText.line(cause)),
				cause);
	}

	static RequestFailedException tooLarge(Address target, int messages, long size, long limit) {
		return new RequestFailedException(target,
				("%s has handled all %d messages for id '%s', but the answer has %d bytes, and may have %d"
						+ " (statefun.max-response-size). Have the engine send fewer messages in a request"
						+ " (statefun.module.max-num-batch-requests, maxNumBatchRequests in the module file), or raise"
						+ " this limit and the engine's")
					.formatted(LogText.name(target.type()), messages, LogText.name(target.id()), size, limit),
				null);
	}

	static RequestFailedException invocationFailed(Address target, Invocation invocation, int number, int total,
			Throwable cause) {
		return new RequestFailedException(target,
				"%s failed for id '%s' on message %d of %d, of type %s: %s".formatted(LogText.name(target.type()),
						LogText.name(target.id()), number, total, LogText.name(invocation.argument().typeName()),
						LogText.line(cause)),
				cause);
	}

}
