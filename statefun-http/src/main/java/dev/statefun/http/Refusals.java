package dev.statefun.http;

import java.io.IOException;
import java.util.function.Consumer;

import dev.statefun.Address;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.internal.BusyInstanceException;
import dev.statefun.dispatch.internal.FailureStatus;
import dev.statefun.dispatch.internal.UndecidedProtocolException;
import dev.statefun.http.RequestRecorder.Rejection;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Has one answer for each reason why a request is not handled, and logs and records it.
 * Safe for use by many threads.
 */
final class Refusals implements AutoCloseable {

	/** Operators know the log lines by this name. */
	private static final Log logger = LogFactory.getLog(RequestReplyEndpoint.class);

	private final RequestRecorder recorder;

	private final Incidents incidents = new Incidents();

	private final FailureLog failures = new FailureLog(System::nanoTime, this.incidents);

	Refusals(RequestRecorder recorder) {
		this.recorder = recorder;
	}

	EndpointResponse refuse(Throwable ex) {
		int status = FailureStatus.of(ex);
		if (ex instanceof RequestFailedException failure) {
			this.failures.log(failure);
		}
		else if (ex instanceof BusyInstanceException) {
			log(ex.getClass(), ex.getMessage(), logger::warn);
			this.recorder.rejected(Rejection.BUSY);
		}
		else if (ex instanceof MalformedRequestException) {
			log(ex.getClass(), ex.getMessage(), logger::warn);
			this.recorder.rejected(Rejection.MALFORMED);
		}
		else if (ex instanceof RequestTooLargeException) {
			log(ex.getClass(), ex.getMessage(), logger::error);
			this.recorder.rejected(Rejection.TOO_LARGE);
			status = EndpointResponse.CONTENT_TOO_LARGE;
		}
		else if (ex instanceof RequestTooSlowException) {
			log(ex.getClass(), ex.getMessage(), logger::warn);
			this.recorder.rejected(Rejection.TOO_SLOW);
			status = EndpointResponse.REQUEST_TIMEOUT;
		}
		else if (ex instanceof TooManyRequestsException) {
			this.recorder.rejected(Rejection.OVERLOADED);
			status = EndpointResponse.TOO_MANY_REQUESTS;
		}
		else if (ex instanceof ProtocolMismatchException || ex instanceof UndecidedProtocolException) {
			log(ex.getClass(), ex.getMessage(), logger::error);
			this.recorder.rejected(Rejection.PROTOCOL);
		}
		else if (ex instanceof IOException) {
			log(ex.getClass(), "A request of the engine could not be read: " + ex, logger::warn);
			this.recorder.rejected(Rejection.IO);
		}
		else {
			logger.error("A request of the engine could not be answered", LogText.trace(ex));
		}
		return EndpointResponse.refusal(status);
	}

	/** An answer could not be delivered, as when the engine has hung up. */
	void undelivered(Address target) {
		log("undelivered", "The engine did not wait for the answer of %s for id '%s'".formatted(target.type(),
				LogText.name(target.id())), logger::warn);
	}

	@Override
	public void close() {
		this.incidents.close();
	}

	/** Clients decide how often these lines come, so most are only counted. */
	private void log(Object kind, @Nullable String text, Consumer<String> line) {
		String plain = LogText.line(text);
		if (logger.isDebugEnabled()) {
			line.accept(plain);
		}
		else {
			this.incidents.log(kind, plain, line, line);
		}
	}

}
