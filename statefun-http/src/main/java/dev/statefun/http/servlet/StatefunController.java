package dev.statefun.http.servlet;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointResponse;
import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.servlet.internal.HangUp;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.Controller;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Spring MVC {@link Controller} with the endpoint that the engine calls. A request passes
 * three stages: it is admitted by its headers, a message converter reads its body, and
 * the {@link RequestReplyEndpoint} has it handled. A second converter writes the answer.
 * Safe for use by many threads.
 * <p>
 * The controller has no annotations and holds its own converters. So the path prefixes,
 * API versions, converter lists and advice that an application configures for its own
 * controllers do not change the endpoint.
 *
 * @since 0.1.0
 */
public class StatefunController implements Controller {

	/** The endpoint has a timeout of its own. */
	private static final long NO_TIMEOUT = -1;

	private static final Log logger = LogFactory.getLog(StatefunController.class);

	private final RequestReplyEndpoint endpoint;

	private final EndpointPath path;

	private final HttpMessageConverter<InvocationBatch> requestConverter;

	private final HttpMessageConverter<InvocationResult> responseConverter;

	/**
	 * Create a controller.
	 * @param endpoint admits and handles requests
	 * @param path where the endpoint is mapped
	 * @param requestConverter reads the bodies of requests
	 * @param responseConverter writes the bodies of answers
	 */
	public StatefunController(RequestReplyEndpoint endpoint, EndpointPath path,
			HttpMessageConverter<InvocationBatch> requestConverter,
			HttpMessageConverter<InvocationResult> responseConverter) {
		this.endpoint = endpoint;
		this.path = path;
		this.requestConverter = requestConverter;
		this.responseConverter = responseConverter;
	}

	@Override
	public @Nullable ModelAndView handleRequest(HttpServletRequest request, HttpServletResponse response) {
		WebAsyncManager async = WebAsyncUtils.getAsyncManager(request);
		if (async.hasConcurrentResult()) {
			write(asyncResponse(async.getConcurrentResult()), request, response);
			return null;
		}
		RequestAdmission admission = admit(request);
		EndpointResponse refusal = admission.refusal();
		if (refusal != null) {
			refuse(refusal, request, response);
			return null;
		}
		CompletableFuture<EndpointResponse> answer = convertAndHandle(request, admission);
		if (answer.isDone()) {
			write(answer.join(), request, response);
			admission.release();
		}
		else {
			await(answer, admission, async, request, response);
		}
		return null;
	}

	private RequestAdmission admit(HttpServletRequest request) {
		if (!this.path.matchesPath(pathOf(request))) {
			return RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.NOT_FOUND));
		}
		if (!this.path.hosts().allow(request.getHeader(HttpHeaders.HOST))) {
			return RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.FORBIDDEN));
		}
		return this.endpoint.admit(request.getMethod(), request.getContentType(), request.getContentLengthLong());
	}

	/** Spring decodes the path to map it, and ignores what follows a semicolon. */
	private static String pathOf(HttpServletRequest request) {
		RequestPath path = ServletRequestPathUtils.hasParsedRequestPath(request)
				? ServletRequestPathUtils.getParsedRequestPath(request) : ServletRequestPathUtils.parse(request);
		return path.pathWithinApplication().value();
	}

	private CompletableFuture<EndpointResponse> convertAndHandle(HttpServletRequest request,
			RequestAdmission admission) {
		AdmittedInputMessage message = new AdmittedInputMessage(request, admission, this.endpoint.maxRequestSize(),
				this.endpoint.transferLimits());
		try {
			return this.endpoint.handle(convert(message), message.size(),
					() -> Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""), admission);
		}
		catch (Throwable ex) {
			admission.release();
			return CompletableFuture.completedFuture(this.endpoint.refuse(ex, message.size()));
		}
	}

	private InvocationBatch convert(AdmittedInputMessage message) throws Exception {
		InvocationBatch batch = null;
		Exception thrown = null;
		try {
			batch = this.requestConverter.read(InvocationBatch.class, message);
		}
		catch (HttpMessageNotReadableException ex) {
			thrown = unreadable(ex);
		}
		catch (IOException | RuntimeException ex) {
			thrown = ex;
		}
		// A limit counts even if the converter has swallowed the exception
		if (message.failure() != null) {
			throw message.failure();
		}
		if (thrown != null || batch == null) {
			throw (thrown != null) ? thrown : new IllegalStateException("The converter of requests returned null");
		}
		return batch;
	}

	/**
	 * The cause says more; what a converter of the application cannot read is malformed.
	 */
	private static Exception unreadable(HttpMessageNotReadableException ex) {
		return (ex.getCause() instanceof MalformedRequestException
				|| ex.getCause() instanceof ProtocolMismatchException) ? (Exception) ex.getCause()
						: new MalformedRequestException(String.valueOf(ex.getMessage()), ex);
	}

	private void await(CompletableFuture<EndpointResponse> answer, RequestAdmission admission, WebAsyncManager async,
			HttpServletRequest request, HttpServletResponse response) {
		DeferredResult<EndpointResponse> deferred = new DeferredResult<>(NO_TIMEOUT);
		// Also after an error of the connection, when nobody takes the answer
		deferred.onCompletion(admission::release);
		answer.thenAccept(deferred::setResult);
		async.setAsyncWebRequest(WebAsyncUtils.createAsyncWebRequest(request, response));
		try {
			async.startDeferredResultProcessing(deferred);
		}
		catch (Exception ex) {
			admission.release();
			write(this.endpoint.refuse(ex), request, response);
		}
	}

	private EndpointResponse asyncResponse(@Nullable Object outcome) {
		if (outcome instanceof EndpointResponse response) {
			return response;
		}
		return this.endpoint
			.refuse((outcome instanceof Throwable ex) ? ex : new IllegalStateException("No answer: " + outcome));
	}

	private void write(EndpointResponse answer, HttpServletRequest request, HttpServletResponse response) {
		InvocationResult result = answer.result();
		if (result == null) {
			refuse(answer, request, response);
			return;
		}
		try {
			convert(result, response);
			answer.release();
		}
		catch (IOException ex) {
			this.endpoint.undelivered(answer);
			HangUp.demand(request);
		}
		catch (Throwable ex) {
			writeRefusal(this.endpoint.refuse(ex), response);
		}
	}

	private void convert(InvocationResult result, HttpServletResponse response) throws IOException {
		// The engine refuses a charset, which a filter of the application may have set
		response.setCharacterEncoding((String) null);
		PacedOutputMessage message = new PacedOutputMessage(new ServletServerHttpResponse(response),
				this.endpoint.transferLimits());
		this.responseConverter.write(result, MediaType.APPLICATION_OCTET_STREAM, message);
	}

	/** A client that waits for permission to send its body does not get it. */
	private void refuse(EndpointResponse refusal, HttpServletRequest request, HttpServletResponse response) {
		writeRefusal(refusal, response);
		if (request.getHeader(HttpHeaders.EXPECT) == null) {
			flush(response);
			if (refusal.status() == EndpointResponse.REQUEST_TIMEOUT) {
				HangUp.demand(request);
			}
			else {
				SlowClient.skipBody(request, this.endpoint.transferLimits());
			}
		}
	}

	private static void flush(HttpServletResponse response) {
		try {
			response.flushBuffer();
		}
		catch (IOException ex) {
			logger.debug("The engine did not wait for a refusal", ex);
		}
	}

	private static void writeRefusal(EndpointResponse refusal, HttpServletResponse response) {
		if (response.isCommitted()) {
			return;
		}
		response.resetBuffer();
		response.setStatus(refusal.status());
		response.setContentLength(0);
		refusal.headers().forEach(response::setHeader);
	}

}
