package dev.statefun.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.ErrorAction.Retry;
import dev.statefun.error.ErrorAction.SendDeadLetter;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.FailureListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs requests that failed, and messages that were given up, one line each. The engine
 * sends the former again soon and often, so the stack trace of a cause comes with the
 * first line only, and then once a minute. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class FailureLog implements FailureListener {

	private static final Log logger = LogFactory.getLog(FailureLog.class);

	private final LongSupplier nanoTime;

	/** By exception and by place in the code, so their number is limited. */
	private final Map<String, QuietPeriod> traced = new ConcurrentHashMap<>();

	/**
	 * Create a log.
	 */
	public FailureLog() {
		this(System::nanoTime);
	}

	FailureLog(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void log(RequestFailedException failure) {
		Throwable cause = failure.getCause();
		if (cause != null && (logger.isDebugEnabled() || isNew(cause))) {
			logger.error(failure.getMessage(), cause);
		}
		else {
			logger.error(failure.getMessage());
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
			logger.debug(describe(failed, "is to retry"), failed.cause());
		}
	}

	private void warn(FailedInvocation failed, String verb) {
		if (logger.isDebugEnabled() || isNew(failed.cause())) {
			logger.warn(describe(failed, verb), failed.cause());
		}
		else {
			logger.warn(describe(failed, verb));
		}
	}

	private static String describe(FailedInvocation failed, String verb) {
		return "%s %s a message for id '%s', of type %s, which failed %s: %s".formatted(failed.self().type(), verb,
				failed.self().id(), failed.message().valueTypeName(),
				(failed.attempts() > 1) ? failed.attempts() + " times" : "once", failed.cause());
	}

	private boolean isNew(Throwable cause) {
		StackTraceElement[] stack = cause.getStackTrace();
		String place = cause.getClass().getName() + ((stack.length > 0) ? stack[0] : "");
		return this.traced.computeIfAbsent(place, (key) -> new QuietPeriod(this.nanoTime)).isOver();
	}

}
