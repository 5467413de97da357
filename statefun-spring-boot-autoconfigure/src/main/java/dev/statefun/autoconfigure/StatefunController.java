package dev.statefun.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.MalformedRequestException;
import dev.statefun.protocol.ProtocolMismatchException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * The endpoint that the engine calls. Whatever fails is answered with an empty body,
 * since the engine's okhttp transport leaks the connections of others; and with 500,
 * which both of its transports retry, but for what no engine sends.
 * <p>
 * It does without annotations, so that what an application configures for its own
 * controllers (path prefixes, API versions, converters, advice) does not change it.
 */
class StatefunController implements HttpRequestHandler {

	private static final Log logger = LogFactory.getLog(StatefunController.class);

	private final Supplier<RequestReplyHandler> handler;

	private final RequestReplyHttpMessageConverter converter;

	private final Duration asyncTimeout;

	private final FailureLog failures = new FailureLog(InstantSource.system());

	StatefunController(Supplier<RequestReplyHandler> handler, RequestReplyHttpMessageConverter converter,
			Duration asyncTimeout) {
		this.handler = SingletonSupplier.of(handler);
		this.converter = converter;
		this.asyncTimeout = asyncTimeout;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) {
		WebAsyncManager async = WebAsyncUtils.getAsyncManager(request);
		if (async.hasConcurrentResult()) {
			answer(response, async.getConcurrentResult());
		}
		else if (!HttpMethod.POST.matches(request.getMethod())) {
			response.setHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
			refuse(response, HttpStatus.METHOD_NOT_ALLOWED);
		}
		else if (!isOctetStream(request.getContentType())) {
			refuse(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE);
		}
		else {
			invoke(request, response, async);
		}
	}

	private static boolean isOctetStream(@Nullable String contentType) {
		try {
			return contentType == null
					|| MediaType.APPLICATION_OCTET_STREAM.includes(MediaType.parseMediaType(contentType));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private void invoke(HttpServletRequest request, HttpServletResponse response, WebAsyncManager async) {
		try {
			InvocationBatch batch = (InvocationBatch) this.converter.read(InvocationBatch.class,
					new ServletServerHttpRequest(request));
			CompletableFuture<InvocationResult> result = this.handler.get().handle(batch);
			Answer answer = new Answer(batch.target(), result);
			if (result.isDone()) {
				answer(response, answer);
				return;
			}
			DeferredResult<Answer> deferred = new DeferredResult<>(this.asyncTimeout.toMillis(),
					() -> timedOut(batch.target()));
			result.whenComplete((value, ex) -> deferred.setResult(answer));
			async.setAsyncWebRequest(WebAsyncUtils.createAsyncWebRequest(request, response));
			async.startDeferredResultProcessing(deferred);
		}
		catch (Throwable ex) {
			refuse(response, ex);
		}
	}

	private Answer timedOut(Address target) {
		return new Answer(target,
				CompletableFuture.failedFuture(RequestFailedException.timedOut(target, this.asyncTimeout)));
	}

	private void answer(HttpServletResponse response, @Nullable Object outcome) {
		if (!(outcome instanceof Answer answer)) {
			refuse(response,
					(outcome instanceof Throwable ex) ? ex : new IllegalStateException("No answer: " + outcome));
			return;
		}
		try {
			write(response, answer);
		}
		catch (CompletionException | CancellationException ex) {
			refuse(response, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (AsyncRequestNotUsableException ex) {
			logger.warn("The engine did not wait for the answer of %s for id '%s'".formatted(answer.target().type(),
					answer.target().id()));
		}
		catch (Throwable ex) {
			logger.error("The answer of %s for id '%s' could not be written: %s".formatted(answer.target().type(),
					answer.target().id(), ex), ex);
			refuse(response, HttpStatus.INTERNAL_SERVER_ERROR);
		}
	}

	private void write(HttpServletResponse response, Answer answer) throws IOException {
		InvocationResult result = answer.result().join();
		// The engine refuses a charset, which the application may have set for all
		// answers
		response.setCharacterEncoding((String) null);
		this.converter.write(result, MediaType.APPLICATION_OCTET_STREAM, new ServletServerHttpResponse(response));
	}

	private void refuse(HttpServletResponse response, Throwable ex) {
		HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
		if (ex instanceof RequestFailedException failure) {
			this.failures.log(failure);
		}
		else if (ex instanceof MalformedRequestException) {
			logger.warn(ex.getMessage());
			status = HttpStatus.BAD_REQUEST;
		}
		else if (ex instanceof RequestTooLargeException) {
			logger.error(ex.getMessage());
			status = HttpStatus.CONTENT_TOO_LARGE;
		}
		else if (ex instanceof ProtocolMismatchException) {
			logger.error(ex.getMessage());
		}
		else {
			logger.error("A request of the engine could not be answered", ex);
		}
		refuse(response, status);
	}

	private static void refuse(HttpServletResponse response, HttpStatus status) {
		if (!response.isCommitted()) {
			response.resetBuffer();
			response.setStatus(status.value());
			response.setContentLength(0);
		}
	}

	/**
	 * What is to be answered, as soon as it is known.
	 *
	 * @param target the function instance whose messages are handled
	 * @param result the result, complete when it is written
	 */
	private record Answer(Address target, CompletableFuture<InvocationResult> result) {

	}

}
