package dev.statefun.http.reactive;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

import com.google.protobuf.ByteString;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.RequestMeters;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.RequestTooLargeException;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.testing.EngineRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractDecoder;
import org.springframework.core.codec.AbstractEncoder;
import org.springframework.core.codec.Decoder;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.codec.Encoder;
import org.springframework.core.codec.EncodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The endpoint in WebFlux with codecs of an application, and the memory of its answers.
 */
@ExtendWith(OutputCaptureExtension.class)
class StatefunWebHandlerCodecTests {

	private static final byte[] REQUEST = EngineRequest.v3("demo/idle", "ada", "none", "demo/Any", ByteString.EMPTY);

	private final RequestReplyProtocol protocol = RequestReplyProtocol.detecting();

	private final AdmissionControl control = new AdmissionControl(1, 1000);

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final RequestReplyEndpoint endpoint = endpoint();

	/** The result that was encoded last. */
	private final AtomicReference<InvocationResult> encoded = new AtomicReference<>();

	private Decoder<InvocationBatch> decoder = new InvocationBatchDecoder(this.protocol);

	private Encoder<InvocationResult> encoder = new InvocationResultEncoder(this.protocol) {

		@Override
		public DataBuffer encodeValue(InvocationResult result, DataBufferFactory buffers, ResolvableType type,
				@Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
			StatefunWebHandlerCodecTests.this.encoded.set(result);
			return super.encodeValue(result, buffers, type, mimeType, hints);
		}

	};

	@Test
	void whenADecoderDecodesPublishersOnlyThenItIsUsed() {
		this.decoder = new PublisherDecoder(this.protocol::decode);
		assertThat(post().getStatusCode()).isEqualTo(HttpStatus.OK);
	}

	@Test
	void whenADecoderCannotReadABodyThenItIsABadRequestThatIsRecorded(CapturedOutput output) {
		this.decoder = new PublisherDecoder((body) -> {
			throw new DecodingException("The key is another");
		});
		assertRefused(post(), HttpStatus.BAD_REQUEST);
		assertThat(output).contains("The key is another").doesNotContain("\tat ");
		assertThat(this.meters.get("statefun.requests.rejected").tag("reason", "malformed").counter().count())
			.isEqualTo(1);
		assertThat(
				this.meters.get("statefun.requests").tags("function", "unknown", "outcome", "failure").timer().count())
			.isEqualTo(1);
		assertThat(this.meters.get("statefun.request.size").tag("function", "unknown").summary().totalAmount())
			.isEqualTo(REQUEST.length);
	}

	@Test
	void whenADecoderWrapsTheReasonThenTheStatusIsTheOneOfTheReason() {
		InvocationBatchDecoder legacy = new InvocationBatchDecoder(RequestReplyProtocol.of(ProtocolVersion.V2));
		this.decoder = decoder((body) -> {
			try {
				return legacy.decode(body, ResolvableType.NONE, null, null);
			}
			catch (DecodingException ex) {
				throw new DecodingException("Not decoded", ex);
			}
		});
		assertRefused(post(), HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(this.meters.get("statefun.requests.rejected").tag("reason", "protocol").counter().count())
			.isEqualTo(1);
		this.decoder = decoder((body) -> {
			throw new DecodingException("Not unpacked", new RequestTooLargeException(1));
		});
		assertRefused(post(), HttpStatus.CONTENT_TOO_LARGE);
	}

	@Test
	@Timeout(20)
	void whenTheCausesOfADecoderFormACircleThenItIsABadRequest() {
		IllegalStateException cause = new IllegalStateException("Not decrypted");
		DecodingException failure = new DecodingException("Not decoded", cause);
		cause.initCause(failure);
		this.decoder = decoder((body) -> {
			throw failure;
		});
		assertRefused(post(), HttpStatus.BAD_REQUEST);
	}

	@Test
	void whenADecoderFailsForItsOwnReasonsThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) {
		this.decoder = decoder((body) -> {
			throw new UncheckedKeyException("There is no key");
		});
		assertRefused(post(), HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output).contains("There is no key", "\tat ");
		this.decoder = decoder((body) -> {
			throw new StackOverflowError("Too deep");
		});
		assertRefused(post(), HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output).contains("Too deep");
		this.decoder = decoder((body) -> null);
		assertRefused(post(), HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output).contains("The decoder of requests returned null");
	}

	@Test
	void whenABodyIsLargerThanAllowedThenTheDecoderIsNotAsked() {
		this.decoder = decoder((body) -> {
			throw new IllegalStateException("Asked");
		});
		assertRefused(post(new byte[REQUEST.length + 1]), HttpStatus.CONTENT_TOO_LARGE);
	}

	@Test
	void whenAnEncoderWritesSeveralBuffersThenTheAnswerHasTheLengthOfAll() {
		byte[] expected = bodyOf(post());
		this.encoder = new PublisherEncoder((result, buffers) -> Flux.just(buffers.wrap(new byte[] { 1, 2 }))
			.concatWithValues(buffers.wrap(this.protocol.encode(result).toByteArray())));
		MockServerHttpResponse response = post();
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(response.getHeaders().getContentLength()).isEqualTo(2 + expected.length);
		assertThat(bodyOf(response)).startsWith(1, 2).endsWith(expected);
	}

	@Test
	void whenAnEncoderFailsThenTheEngineIsToRetryAndTheLogSaysWhy(CapturedOutput output) {
		this.encoder = new PublisherEncoder((result, buffers) -> Flux.just((DataBuffer) buffers.wrap(new byte[] { 1 }))
			.concatWith(Mono.error(new EncodingException("The key is gone"))));
		assertRefused(post(), HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output).contains("The key is gone", "\tat ");
		this.encoder = new InvocationResultEncoder(this.protocol) {

			@Override
			public Flux<DataBuffer> encode(Publisher<? extends InvocationResult> results, DataBufferFactory buffers,
					ResolvableType type, @Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
				throw new IllegalStateException("There never was a key");
			}

		};
		assertRefused(post(), HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output).contains("There never was a key");
		this.encoder = new PublisherEncoder((result, buffers) -> Flux.empty());
		assertRefused(post(), HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output).contains("The encoder of answers wrote nothing");
	}

	@Test
	void whenAnAnswerHasBeenWrittenThenItsMemoryIsReleased() {
		assertThat(post().getStatusCode()).isEqualTo(HttpStatus.OK);
		assertReleased();
	}

	@Test
	void whenAnAnswerCannotBeWrittenThenTheLogSaysSo(CapturedOutput output) {
		Sinks.Empty<Void> written = Sinks.empty();
		Mono<Void> answer = answer(written);
		written.tryEmitError(new IOException("hung up"));
		assertThatIOException().isThrownBy(() -> blockChecked(answer)).withMessage("hung up");
		assertThat(output).contains("The engine did not wait for the answer of demo/idle for id 'ada'");
	}

	private void assertReleased() {
		assertThatIllegalStateException().isThrownBy(() -> this.protocol.encode(this.encoded.get()))
			.withMessageContaining("released");
	}

	private static void blockChecked(Mono<Void> mono) throws Throwable {
		try {
			mono.block();
		}
		catch (RuntimeException ex) {
			throw Exceptions.unwrap(ex);
		}
	}

	/** Answer a request, by a server that has written when it is told that it has. */
	private Mono<Void> answer(Sinks.Empty<Void> written) {
		MockServerWebExchange exchange = exchange(REQUEST);
		exchange.getResponse().setWriteHandler((body) -> body.then(written.asMono()));
		return handler().handle(exchange);
	}

	private void assertRefused(MockServerHttpResponse response, HttpStatus status) {
		assertThat(response.getStatusCode()).isEqualTo(status);
		assertThat(response.getHeaders().getContentLength()).isZero();
		assertThat(bodyOf(response)).isEmpty();
		assertThat(this.control.requests()).isZero();
	}

	private static byte[] bodyOf(MockServerHttpResponse response) {
		return DataBufferUtils.join(response.getBody())
			.map(InvocationBatchDecoder::copy)
			.defaultIfEmpty(new byte[0])
			.block();
	}

	private MockServerHttpResponse post() {
		return post(REQUEST);
	}

	private MockServerHttpResponse post(byte[] body) {
		MockServerWebExchange exchange = exchange(body);
		handler().handle(exchange).block();
		return exchange.getResponse();
	}

	private static MockServerWebExchange exchange(byte[] body) {
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(body);
		return MockServerWebExchange.from(MockServerHttpRequest.post("/statefun")
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.body(Flux.just(buffer)));
	}

	private StatefunWebHandler handler() {
		return new StatefunWebHandler(this.endpoint, new EndpointPath("/statefun", null), this.decoder, this.encoder,
				Schedulers.immediate());
	}

	private RequestReplyEndpoint endpoint() {
		FunctionDefinition idle = FunctionDefinition.of("demo/idle", (context, message) -> {
		});
		RequestReplyHandler handler = RequestReplyHandler.builder(new FunctionRegistry(List.of(idle))).build();
		return RequestReplyEndpoint.builder(() -> handler, this.protocol, this.control)
			.maxRequestSize(DataSize.ofBytes(REQUEST.length))
			.recorder(new RequestMeters(this.meters, (type) -> true))
			.build();
	}

	private Decoder<InvocationBatch> decoder(Function<DataBuffer, @Nullable InvocationBatch> decode) {
		return new InvocationBatchDecoder(this.protocol) {

			@Override
			public @Nullable InvocationBatch decode(DataBuffer buffer, ResolvableType targetType,
					@Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
				return decode.apply(buffer);
			}

		};
	}

	/** A decoder that has only what each decoder must have. */
	private static final class PublisherDecoder extends AbstractDecoder<InvocationBatch> {

		private final Function<byte[], InvocationBatch> decode;

		PublisherDecoder(Function<byte[], InvocationBatch> decode) {
			super(MimeTypeUtils.APPLICATION_OCTET_STREAM);
			this.decode = decode;
		}

		@Override
		public Flux<InvocationBatch> decode(Publisher<DataBuffer> input, ResolvableType elementType,
				@Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
			return Flux.from(input).map(InvocationBatchDecoder::copy).map(this.decode);
		}

		@Override
		public Mono<InvocationBatch> decodeToMono(Publisher<DataBuffer> input, ResolvableType elementType,
				@Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
			return decode(input, elementType, mimeType, hints).single();
		}

	}

	/** An encoder that has only what each encoder must have. */
	private static final class PublisherEncoder extends AbstractEncoder<InvocationResult> {

		private final BiFunction<InvocationResult, DataBufferFactory, Flux<DataBuffer>> encode;

		PublisherEncoder(BiFunction<InvocationResult, DataBufferFactory, Flux<DataBuffer>> encode) {
			super(MimeTypeUtils.APPLICATION_OCTET_STREAM);
			this.encode = encode;
		}

		@Override
		public Flux<DataBuffer> encode(Publisher<? extends InvocationResult> input, DataBufferFactory buffers,
				ResolvableType elementType, @Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
			return Flux.from(input).concatMap((result) -> this.encode.apply(result, buffers));
		}

	}

	private static final class UncheckedKeyException extends RuntimeException {

		UncheckedKeyException(String message) {
			super(message);
		}

	}

}
