package dev.statefun.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.MalformedRequestException;
import dev.statefun.protocol.ProtocolMismatchException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The endpoint that the engine calls. Whatever fails is answered with an empty body,
 * since the engine's okhttp transport leaks the connections of others; and with 500,
 * which both of its transports retry, but for what no engine sends.
 */
@RestController
@RequestMapping("${statefun.path:/statefun}")
final class StatefunController {

	private static final Log logger = LogFactory.getLog(StatefunController.class);

	private final Supplier<RequestReplyHandler> handler;

	StatefunController(Supplier<RequestReplyHandler> handler) {
		this.handler = SingletonSupplier.of(handler);
	}

	/**
	 * Returns a future only if it is pending, which spares most requests a second
	 * dispatch.
	 */
	@PostMapping(consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
	Object invoke(@RequestBody InvocationBatch batch, HttpServletResponse response) throws Throwable {
		// The engine refuses a charset, which the application may have set for all
		// answers
		response.setCharacterEncoding((String) null);
		CompletableFuture<ResponseEntity<InvocationResult>> answer = this.handler.get()
			.handle(batch)
			.thenApply((result) -> ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(result));
		try {
			return answer.isDone() ? answer.join() : answer;
		}
		catch (CompletionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	/** Without it, Spring MVC would answer with a page. */
	@RequestMapping
	ResponseEntity<Void> refuse(HttpMethod method) {
		return HttpMethod.POST.equals(method) ? ResponseEntity.status(HttpStatus.UNSUPPORTED_MEDIA_TYPE).build()
				: ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED).allow(HttpMethod.POST).build();
	}

	@ExceptionHandler
	ResponseEntity<Void> malformed(MalformedRequestException ex) {
		logger.warn(ex.getMessage());
		return ResponseEntity.badRequest().build();
	}

	@ExceptionHandler
	ResponseEntity<Void> unreadable(HttpMessageNotReadableException ex) {
		if (ex.getCause() != null) {
			// The body did not arrive whole
			return failed((Throwable) ex);
		}
		logger.warn("A request has no body, so it is not one of an engine");
		return ResponseEntity.badRequest().build();
	}

	@ExceptionHandler
	ResponseEntity<Void> tooLarge(RequestTooLargeException ex) {
		logger.error(ex.getMessage());
		return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).build();
	}

	@ExceptionHandler
	ResponseEntity<Void> failed(RequestFailedException ex) {
		logger.error(ex.getMessage(), ex.getCause());
		return ResponseEntity.internalServerError().build();
	}

	@ExceptionHandler
	ResponseEntity<Void> mismatched(ProtocolMismatchException ex) {
		logger.error(ex.getMessage());
		return ResponseEntity.internalServerError().build();
	}

	@ExceptionHandler
	ResponseEntity<Void> failed(Throwable ex) {
		logger.error("A request of the engine could not be answered", ex);
		return ResponseEntity.internalServerError().build();
	}

}
