package dev.statefun.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.statefun.dispatch.RequestFailedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs requests that failed, one line each. The engine sends them again soon and often,
 * so the stack trace of a cause comes with the first line only, and then once a minute.
 */
final class FailureLog {

	private static final Log logger = LogFactory.getLog(FailureLog.class);

	private static final Duration QUIET = Duration.ofMinutes(1);

	private final InstantSource clock;

	/** By places in the code, so there is an end to it. */
	private final Map<String, Instant> traced = new ConcurrentHashMap<>();

	FailureLog(InstantSource clock) {
		this.clock = clock;
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

	private boolean isNew(Throwable cause) {
		StackTraceElement[] stack = cause.getStackTrace();
		String place = cause.getClass().getName() + ((stack.length > 0) ? stack[0] : "");
		Instant now = this.clock.instant();
		Instant before = this.traced.put(place, now);
		if (before == null || !now.isBefore(before.plus(QUIET))) {
			return true;
		}
		this.traced.put(place, before);
		return false;
	}

}
