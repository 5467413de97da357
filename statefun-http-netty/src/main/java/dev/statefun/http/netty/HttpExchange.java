package dev.statefun.http.netty;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.statefun.http.EndpointResponse;
import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.RequestTooSlowException;
import dev.statefun.http.internal.BodyCollector;
import dev.statefun.http.netty.HttpRecorder.Recording;
import dev.statefun.http.netty.HttpResponseWriter.Persistence;
import dev.statefun.type.internal.LogText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The current request of a connection, and its answer. An exchange reads the request, or
 * skips one that is refused. Then the endpoint handles it, and the exchange writes the
 * answer. All of this happens in the event loop of the connection, except {@link #run()}.
 */
final class HttpExchange implements Call {

	private static final Log logger = LogFactory.getLog(HttpExchange.class);

	private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NOTHING = {};

	private final HttpConnection connection;

	private final Channel channel;

	private final HttpSettings settings;

	private final RequestReplyEndpoint endpoint;

	private final RelayEventLoop loop;

	private final HttpResponseWriter writer;

	private final BodyCollector body = new BodyCollector();

	private final Runnable handling = this::handle;

	private final Supplier<String> userAgent = this::userAgent;

	private ExchangeState state = ExchangeState.WAITING;

	private Persistence persistence = Persistence.DEFAULT;

	private Recording recording = Recording.NONE;

	/** The headers of the request in progress. */
	private @Nullable HttpHeaders headers;

	private @Nullable RequestAdmission admission;

	private @Nullable EndpointResponse refusal;

	private long skipped;

	private boolean complete;

	private boolean served;

	private byte[] request = NOTHING;

	private @Nullable CompletableFuture<EndpointResponse> answer;

	HttpExchange(HttpConnection connection, Channel channel, HttpSettings settings) {
		this.connection = connection;
		this.channel = channel;
		this.settings = settings;
		this.endpoint = settings.endpoint();
		this.loop = (RelayEventLoop) channel.eventLoop();
		this.writer = new HttpResponseWriter(channel);
	}

	ExchangeState state() {
		return this.state;
	}

	/** Whether a function has answered a request. */
	boolean served() {
		return this.served;
	}

	/** How many bytes of answers the other side has taken. */
	long taken() {
		return this.writer.taken();
	}

	/** The first line and the headers of a request have arrived. */
	void begin(HttpRequest head) {
		this.recording = this.settings.recorder().begin(head);
		this.complete = false;
		this.admission = null;
		if (head.decoderResult().isFailure()) {
			respondAndClose(EndpointResponse.refusal(status(head.decoderResult().cause()).code()));
			return;
		}
		if (!StrictRequestDecoder.isSound(head)) {
			respondAndClose(EndpointResponse.refusal(EndpointResponse.BAD_REQUEST));
			return;
		}
		this.headers = head.headers();
		this.persistence = persistence(head);
		long contentLength = HttpUtil.getContentLength(head, -1L);
		boolean expectsContinue = HttpUtil.is100ContinueExpected(head);
		EndpointResponse refused = refuse(head, contentLength);
		if (refused == null) {
			this.state = ExchangeState.READING;
			this.body.begin(contentLength, this.endpoint.maxRequestSize());
			if (expectsContinue) {
				this.channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
			}
		}
		else if (expectsContinue || contentLength > this.endpoint.maxRequestSize()) {
			respondAndClose(refused);
		}
		else {
			beginSkipping(refused);
		}
	}

	private static HttpResponseStatus status(@Nullable Throwable cause) {
		if (cause instanceof TooLongHttpLineException) {
			return HttpResponseStatus.REQUEST_URI_TOO_LONG;
		}
		return (cause instanceof TooLongHttpHeaderException) ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
				: HttpResponseStatus.BAD_REQUEST;
	}

	private static Persistence persistence(HttpRequest head) {
		if (!HttpUtil.isKeepAlive(head)) {
			return Persistence.CLOSED;
		}
		return HttpVersion.HTTP_1_1.equals(head.protocolVersion()) ? Persistence.DEFAULT : Persistence.KEPT;
	}

	private @Nullable EndpointResponse refuse(HttpRequest head, long contentLength) {
		if (this.connection.isDraining()) {
			return EndpointResponse.refusal(EndpointResponse.SERVICE_UNAVAILABLE);
		}
		if (!this.settings.path().matches(head.uri())) {
			return EndpointResponse.refusal(EndpointResponse.NOT_FOUND);
		}
		if (!this.settings.path().hosts().allow(head.headers().get(HttpHeaderNames.HOST))) {
			return EndpointResponse.refusal(EndpointResponse.FORBIDDEN);
		}
		RequestAdmission place = this.endpoint.admit(head.method().name(),
				head.headers().get(HttpHeaderNames.CONTENT_TYPE), contentLength);
		this.admission = place;
		return place.refusal();
	}

	/** More of the body of a request has arrived. */
	void proceed(HttpContent content) {
		this.complete = content instanceof LastHttpContent;
		if (this.state == ExchangeState.READING) {
			read(content);
		}
		else if (this.state == ExchangeState.SKIPPING) {
			skip(content);
		}
	}

	private void read(HttpContent content) {
		if (content.decoderResult().isFailure()) {
			this.complete = false;
			respondAndClose(EndpointResponse.refusal(EndpointResponse.BAD_REQUEST));
		}
		else {
			collect(content.content());
		}
	}

	private void collect(ByteBuf part) {
		int length = part.readableBytes();
		if (!this.body.fits(length)) {
			respondAndClose(this.endpoint.refuseBody());
			return;
		}
		boolean whole = this.complete && this.body.isEmpty();
		int growth = this.body.growth(length);
		if (!whole && growth > 0 && !admission().grow(growth)) {
			refuse(this.endpoint.refuseForNow());
			return;
		}
		this.body.add(length, (target, offset) -> part.readBytes(target, offset, length));
		if (this.complete) {
			call(this.body.end());
		}
	}

	private void call(byte[] whole) {
		if (admission().receive(whole.length)) {
			this.request = whole;
			this.state = ExchangeState.CALLING;
			this.loop.call(this);
		}
		else {
			refuse(this.endpoint.refuseForNow());
		}
	}

	/** The rest of the body is skipped, so that the connection can be kept. */
	private void refuse(EndpointResponse refused) {
		if (this.complete) {
			respond(refused);
		}
		else {
			releaseAdmission();
			this.body.clear();
			beginSkipping(refused);
		}
	}

	private void beginSkipping(EndpointResponse refused) {
		this.state = ExchangeState.SKIPPING;
		this.refusal = refused;
		this.skipped = 0;
	}

	/** The body has not arrived in time. */
	void timeOut() {
		respondAndClose(this.endpoint.refuse(new RequestTooSlowException()));
	}

	private void skip(HttpContent content) {
		EndpointResponse refused = Objects.requireNonNull(this.refusal);
		this.skipped += content.content().readableBytes();
		if (content.decoderResult().isFailure() || this.skipped > this.endpoint.maxRequestSize()) {
			this.complete = false;
			respondAndClose(refused);
		}
		else if (this.complete) {
			respond(refused);
		}
	}

	@Override
	public void run() {
		this.recording.handle(this.handling);
	}

	private void handle() {
		byte[] whole = this.request;
		this.request = NOTHING;
		this.answer = this.endpoint.handle(whole, this.userAgent, admission());
		this.headers = null;
	}

	private String userAgent() {
		return (this.headers != null) ? this.headers.get(HttpHeaderNames.USER_AGENT, "") : "";
	}

	private RequestAdmission admission() {
		return Objects.requireNonNull(this.admission);
	}

	/** The other side has hung up. What functions have begun goes on. */
	void abandon() {
		releaseAdmission();
		this.body.clear();
		if (this.state == ExchangeState.READING || this.state == ExchangeState.SKIPPING) {
			endRecording().abandoned();
		}
	}

	private void releaseAdmission() {
		if (this.admission != null) {
			this.admission.release();
		}
	}

	@Override
	public void finish() {
		CompletableFuture<EndpointResponse> future = this.answer;
		this.answer = null;
		if (future == null) {
			endRecording().abandoned();
			this.state = ExchangeState.LEAVING;
			this.connection.leave(true);
		}
		else if (future.isDone()) {
			deliver(future.join());
		}
		else {
			future.thenAccept((response) -> this.loop.execute(() -> deliver(response)));
		}
	}

	/** A connection that stayed open without an answer would be waited for. */
	private void deliver(EndpointResponse response) {
		try {
			if (this.channel.isActive()) {
				respond(response);
			}
			else {
				answered(response, false);
			}
		}
		catch (Throwable ex) {
			logger.error("The answer to a request of the engine could not be sent", LogText.trace(ex));
			this.state = ExchangeState.LEAVING;
			this.connection.leave(true);
		}
	}

	private void respondAndClose(EndpointResponse response) {
		this.persistence = Persistence.CLOSED;
		respond(response);
	}

	private void respond(EndpointResponse response) {
		this.state = ExchangeState.ANSWERING;
		this.body.clear();
		if (response.result() == null) {
			releaseAdmission();
		}
		if (this.connection.isDraining() || response.closesConnection()) {
			this.persistence = Persistence.CLOSED;
		}
		this.writer.write(response, this.persistence, (written) -> answered(response, written));
	}

	private Recording endRecording() {
		Recording ended = this.recording;
		this.recording = Recording.NONE;
		return ended;
	}

	private void answered(EndpointResponse response, boolean written) {
		releaseAdmission();
		endRecording().answered(response.status());
		this.served |= written && response.status() == EndpointResponse.OK;
		if (written) {
			response.release();
		}
		else {
			this.endpoint.undelivered(response);
		}
		if (!written || this.persistence == Persistence.CLOSED) {
			this.state = ExchangeState.LEAVING;
			this.connection.leave(this.complete || !written);
		}
		else {
			this.state = ExchangeState.WAITING;
			this.connection.next();
		}
	}

}
