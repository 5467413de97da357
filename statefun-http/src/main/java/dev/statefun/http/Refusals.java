package dev.statefun.http;

import java.io.IOException;

import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.internal.BusyInstanceException;
import dev.statefun.dispatch.internal.FailureStatus;
import dev.statefun.dispatch.internal.UndecidedProtocolException;
import dev.statefun.http.RequestRecorder.Rejection;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Has one answer for each reason why a request is not handled, and logs and records it.
 * Safe for use by many threads.
 */
final class Refusals {

	/** Operators know the log lines by this name. */
	private static final Log logger = LogFactory.getLog(RequestReplyEndpoint.class);

	private final RequestRecorder recorder;

	private final FailureLog failures = new FailureLog();

	private final QuietPeriod slowLogged = new QuietPeriod(System::nanoTime);

	Refusals(RequestRecorder recorder) {
		this.recorder = recorder;
	}

	EndpointResponse refuse(Throwable ex) {
		int status = FailureStatus.of(ex);
		if (ex instanceof RequestFailedException failure) {
			this.failures.log(failure);
		}
		else if (ex instanceof BusyInstanceException) {
			logger.warn(ex.getMessage());
			this.recorder.rejected(Rejection.BUSY);
		}
		else if (ex instanceof MalformedRequestException) {
			logger.warn(ex.getMessage());
			this.recorder.rejected(Rejection.MALFORMED);
		}
		else if (ex instanceof RequestTooLargeException) {
			logger.error(ex.getMessage());
			this.recorder.rejected(Rejection.TOO_LARGE);
			status = EndpointResponse.CONTENT_TOO_LARGE;
		}
		else if (ex instanceof RequestTooSlowException) {
			if (this.slowLogged.isOver()) {
				logger.warn(ex.getMessage());
			}
			this.recorder.rejected(Rejection.TOO_SLOW);
			status = EndpointResponse.REQUEST_TIMEOUT;
		}
		else if (ex instanceof TooManyRequestsException) {
			this.recorder.rejected(Rejection.OVERLOADED);
			status = EndpointResponse.TOO_MANY_REQUESTS;
		}
		else if (ex instanceof ProtocolMismatchException || ex instanceof UndecidedProtocolException) {
			logger.error(ex.getMessage());
			this.recorder.rejected(Rejection.PROTOCOL);
		}
		else if (ex instanceof IOException) {
			logger.warn("A request of the engine could not be read: " + ex);
			this.recorder.rejected(Rejection.IO);
		}
		else {
			logger.error("A request of the engine could not be answered", ex);
		}
		return EndpointResponse.refusal(status);
	}

}
