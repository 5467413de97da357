package dev.statefun.http.netty;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.EndpointResponse;
import dev.statefun.http.RequestAdmission;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that answers a text with another.
 */
final class FakeEndpoint implements HttpEndpoint {

	static final int MAX_REQUEST_SIZE = 1000;

	private static final Address TARGET = Address.of("test/echo", "one");

	final BlockingQueue<EndpointResponse> undelivered = new LinkedBlockingQueue<>();

	private final AdmissionControl control = new AdmissionControl(AdmissionControl.MAX_REQUESTS,
			AdmissionControl.MAX_BYTES);

	private final Function<String, CompletableFuture<String>> answers;

	FakeEndpoint(Function<String, CompletableFuture<String>> answers) {
		this.answers = answers;
	}

	/** Answers at once, but waits first if it is told to. */
	static FakeEndpoint blocking(Function<String, String> answers) {
		return new FakeEndpoint((request) -> CompletableFuture.completedFuture(answers.apply(request)));
	}

	@Override
	public int maxRequestSize() {
		return MAX_REQUEST_SIZE;
	}

	@Override
	public RequestAdmission admit(String method, @Nullable String contentType, long contentLength) {
		EndpointResponse refusal = refuse(method, contentType, contentLength);
		return (refusal != null) ? RequestAdmission.refused(refusal) : this.control.admit(0);
	}

	private @Nullable EndpointResponse refuse(String method, @Nullable String contentType, long contentLength) {
		if (!method.equals("POST")) {
			return EndpointResponse.refusal(EndpointResponse.METHOD_NOT_ALLOWED);
		}
		if (!"application/octet-stream".equals(contentType)) {
			return EndpointResponse.refusal(EndpointResponse.UNSUPPORTED_MEDIA_TYPE);
		}
		return (contentLength > MAX_REQUEST_SIZE) ? refuseBody() : null;
	}

	@Override
	public EndpointResponse refuseBody() {
		return EndpointResponse.refusal(EndpointResponse.CONTENT_TOO_LARGE);
	}

	@Override
	public EndpointResponse refuseForNow() {
		return EndpointResponse.refusal(EndpointResponse.TOO_MANY_REQUESTS);
	}

	@Override
	public CompletableFuture<EndpointResponse> handle(byte[] request, RequestAdmission admission) {
		return this.answers.apply(new String(request, StandardCharsets.ISO_8859_1))
			.thenApply((text) -> new EndpointResponse(EndpointResponse.OK,
					ByteString.copyFrom(text, StandardCharsets.ISO_8859_1), TARGET, null));
	}

	@Override
	public void undelivered(EndpointResponse response) {
		this.undelivered.add(response);
	}

}
