package dev.statefun.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.statefun.Address;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.ErrorAction.Retry;
import dev.statefun.error.ErrorAction.SendDeadLetter;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.FailureListener;
import dev.statefun.error.NoHandlerException;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs requests that failed, and messages that were given up. The engine sends the former
 * again soon and often. So a function instance that fails has one line, and then one a
 * minute with the number of failures. A message that was given up always has a line. The
 * stack trace of a cause comes with the first line only, and then once a minute. Safe for
 * use by many threads.
 *
 * @since 0.1.0
 */
public final class FailureLog implements FailureListener {

	private static final Log logger = LogFactory.getLog(FailureLog.class);

	private final LongSupplier nanoTime;

	/** By exception and by place in the code, so their number is limited. */
	private final Map<String, QuietPeriod> traced = new ConcurrentHashMap<>();

	private final Incidents incidents;

	/**
	 * Create a log.
	 */
	public FailureLog() {
		this(System::nanoTime, new Incidents());
	}

	FailureLog(LongSupplier nanoTime, Incidents incidents) {
		this.nanoTime = nanoTime;
		this.incidents = incidents;
	}

	void log(RequestFailedException failure) {
		Throwable cause = failure.getCause();
		if (logger.isDebugEnabled()) {
			error(String.valueOf(failure.getMessage()), cause, true);
			return;
		}
		this.incidents.log(new FailedInstance(failure.target(), (cause != null) ? cause.getClass() : null),
				String.valueOf(failure.getMessage()), (text) -> error(text, cause, cause != null && isNew(cause)),
				logger::error);
	}

	private static void error(String text, @Nullable Throwable cause, boolean traced) {
		if (cause != null && traced) {
			logger.error(text, LogText.trace(cause));
		}
		else {
			logger.error(text);
		}
	}

	/** A failed request is logged as such. */
	@Override
	public void decided(FailedInvocation failed, ErrorAction action) {
		if (action == ErrorAction.skip()) {
			warn(failed, "skips");
		}
		else if (action instanceof SendDeadLetter) {
			warn(failed, "dead-letters");
		}
		else if (action instanceof Retry && logger.isDebugEnabled()) {
			logger.debug(describe(failed, "is to retry"), LogText.trace(failed.cause()));
		}
	}

	private void warn(FailedInvocation failed, String verb) {
		if (logger.isDebugEnabled() || isNew(failed.cause())) {
			logger.warn(describe(failed, verb), LogText.trace(failed.cause()));
		}
		else {
			logger.warn(describe(failed, verb));
		}
	}

	private static String describe(FailedInvocation failed, String verb) {
		return "%s %s a message for id '%s', of type %s, which failed %s: %s".formatted(
				LogText.name(failed.self().type()), verb, LogText.name(failed.self().id()),
				LogText.name(failed.message().valueTypeName()),
				(failed.attempts() > 1) ? failed.attempts() + " times" : "once", LogText.line(failed.cause()));
	}

	/**
	 * The code that such an exception comes from is ours, and its message says it all.
	 */
	private static boolean isExplained(Throwable cause) {
		return cause instanceof NoHandlerException || cause instanceof UndecodableMessageException;
	}

	private boolean isNew(Throwable cause) {
		if (isExplained(cause)) {
			return false;
		}
		StackTraceElement[] stack = cause.getStackTrace();
		String place = cause.getClass().getName() + ((stack.length > 0) ? stack[0] : "");
		return this.traced.computeIfAbsent(place, (key) -> new QuietPeriod(this.nanoTime)).isOver();
	}

	/**
	 * A function instance whose requests fail in one way.
	 */
	private record FailedInstance(Address target, @Nullable Class<?> cause) {

	}

}
