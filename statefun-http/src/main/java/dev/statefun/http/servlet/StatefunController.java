package dev.statefun.http.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointResponse;
import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestReplyEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The endpoint in Spring MVC.
 * <p>
 * It does without annotations, so that what an application configures for its own
 * controllers (path prefixes, API versions, converters, advice) does not change it.
 */
public class StatefunController implements HttpRequestHandler {

	/** The endpoint has its own. */
	private static final long NO_TIMEOUT = -1;

	private final RequestReplyEndpoint endpoint;

	private final EndpointPath path;

	/**
	 * Create a controller.
	 * @param endpoint handles requests
	 * @param path where the endpoint is mapped
	 */
	public StatefunController(RequestReplyEndpoint endpoint, EndpointPath path) {
		this.endpoint = endpoint;
		this.path = path;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) {
		WebAsyncManager async = WebAsyncUtils.getAsyncManager(request);
		if (async.hasConcurrentResult()) {
			write(response, response(async.getConcurrentResult()));
			return;
		}
		RequestAdmission admission = admit(request);
		EndpointResponse refusal = admission.refusal();
		if (refusal != null) {
			write(response, refusal);
			return;
		}
		try {
			CompletableFuture<EndpointResponse> answer = this.endpoint.handle(read(request, admission), admission);
			if (answer.isDone()) {
				write(response, answer.join());
			}
			else {
				await(request, response, async, answer);
			}
		}
		catch (Throwable ex) {
			admission.abandon();
			write(response, this.endpoint.refuse(ex));
		}
	}

	private RequestAdmission admit(HttpServletRequest request) {
		if (!this.path.isTold(request.getAttribute(HandlerMapping.PATH_WITHIN_HANDLER_MAPPING_ATTRIBUTE))) {
			return RequestAdmission.refused(EndpointResponse.refusal(EndpointResponse.NOT_FOUND));
		}
		return this.endpoint.admit(request.getMethod(), request.getContentType(), request.getContentLengthLong());
	}

	private byte[] read(HttpServletRequest request, RequestAdmission admission) throws IOException {
		return RequestBody.read(request.getInputStream(), request.getContentLengthLong(),
				this.endpoint.maxRequestSize(), admission::grow);
	}

	private static void await(HttpServletRequest request, HttpServletResponse response, WebAsyncManager async,
			CompletableFuture<EndpointResponse> answer) throws Exception {
		DeferredResult<EndpointResponse> deferred = new DeferredResult<>(NO_TIMEOUT);
		answer.thenAccept(deferred::setResult);
		async.setAsyncWebRequest(WebAsyncUtils.createAsyncWebRequest(request, response));
		async.startDeferredResultProcessing(deferred);
	}

	private EndpointResponse response(@Nullable Object outcome) {
		if (outcome instanceof EndpointResponse response) {
			return response;
		}
		return this.endpoint
			.refuse((outcome instanceof Throwable ex) ? ex : new IllegalStateException("No answer: " + outcome));
	}

	private void write(HttpServletResponse response, EndpointResponse answer) {
		if (answer.status() == EndpointResponse.OK) {
			writeBody(response, answer);
		}
		else if (!response.isCommitted()) {
			response.resetBuffer();
			response.setStatus(answer.status());
			response.setContentLength(0);
			if (answer.status() == EndpointResponse.METHOD_NOT_ALLOWED) {
				response.setHeader(HttpHeaders.ALLOW, RequestReplyEndpoint.METHOD);
			}
			if (answer.status() == EndpointResponse.SERVICE_UNAVAILABLE) {
				response.setHeader(HttpHeaders.CONNECTION, "close");
			}
		}
	}

	private void writeBody(HttpServletResponse response, EndpointResponse answer) {
		response.setStatus(answer.status());
		// The engine refuses a charset, which the application may have set for all
		// answers
		response.setCharacterEncoding((String) null);
		response.setContentType(RequestReplyEndpoint.CONTENT_TYPE);
		response.setContentLength(answer.body().size());
		try {
			for (ByteBuffer part : answer.body().asReadOnlyByteBufferList()) {
				response.getOutputStream().write(part);
			}
			answer.release();
		}
		catch (IOException ex) {
			this.endpoint.undelivered(answer);
		}
	}

}
